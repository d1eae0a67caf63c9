export * from './failure.ts';
export * from './methods.ts';
export * from './views.ts';
