export { readGraph, type GraphRequest } from './graph.ts';
export { writeGraph, type GraphFormat } from './graph-formats.ts';
export { readBuckets, type BucketRequest } from './timeline.ts';
