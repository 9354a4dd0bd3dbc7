import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { App } from './app.tsx';
import './styles.css';

// Its compiled parsers need eval, which the content-security policy forbids.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new TypeError('index.html has no element "root"');
const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
