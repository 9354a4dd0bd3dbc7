/** The first byte of each value in a packed tree. */
export const VALUE_TYPE = {
  none: 0x00,
  bool: 0x01,
  int: 0x02,
  float: 0x03,
  text: 0x04,
  bytes: 0x05,
  list: 0x06,
  dict: 0x07,
  object: 0x0f,
} as const;

/** Ends each element of a key; one before an element says that it is an integer. No UTF-8 text has this byte. */
export const KEY_END = 0xfe;
