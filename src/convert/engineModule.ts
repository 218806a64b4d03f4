import type * as EngineModule from './engine/engine';

/** The engine's door, loaded on first use. */
export type Engine = typeof EngineModule;
