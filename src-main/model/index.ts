export * from './event-item-key.ts';
export * from './issue.ts';
export * from './locator.ts';
export * from './provenance.ts';
export * from './record.ts';
export * from './timestamp.ts';
export * from './zone.ts';
