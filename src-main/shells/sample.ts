export { writeSample } from '../../fixtures/write-sample.ts';
