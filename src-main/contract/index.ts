export * from './failure.ts';
export * from './item-types.ts';
export * from './media.ts';
export * from './methods.ts';
export * from './overview.ts';
export * from './searching.ts';
export * from './views.ts';
export * from './marks.ts';
