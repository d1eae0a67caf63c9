export { contactsAhead } from './contact-base.ts';
export { cutGraph, readGraph } from './graph.ts';
export { writeGraph } from './graph-formats.ts';
export { writePlaces } from './place-formats.ts';
export { readBuckets } from './timeline.ts';
export { draftRequest } from './legal/draft-request.ts';
export { readLegal } from './legal/read-legal.ts';
