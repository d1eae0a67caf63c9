export * from './detect-sources.ts';
export * from './ingest-source.ts';
export * from './take-in-exhibit.ts';
