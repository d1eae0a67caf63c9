export { cutGraph, readGraph } from './graph.ts';
export { writeGraph } from './graph-formats.ts';
export { readBuckets } from './timeline.ts';
