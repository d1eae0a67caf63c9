import { config } from 'zod';

// The content policy refuses code made from strings; zod would probe for it. Must run before any schema is made.
config({ jitless: true });
