export { contactsAhead } from './contact-base.ts';
export { cutGraph, readGraph } from './graph.ts';
export { writeGraph } from './graph-formats.ts';
export { writePlaces } from './place-formats.ts';
export { readBuckets } from './timeline.ts';
