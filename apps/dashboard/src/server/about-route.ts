import type { FastifyInstance } from 'fastify';
import type { About } from '../api/about.schema.ts';

export function addAboutRoute(server: FastifyInstance, about: About): void {
  server.get('/api/about', async () => about);
}
