import { dirname, resolve } from 'node:path';
import type { World } from '../world';
import type { WorldName } from '../worlds';
import type { Configuration } from './configuration';
import { readConfiguration } from './configuration';
import { readDocument } from './document';
import { readWorld } from './worldFile';

/** @throws ConfigurationError with a line `file:line:column: sentence` for each mistake. */
export function readConfigurationFile(file: string): Configuration {
	const configuration = readDocument(file, (place) => readConfiguration(place, dirname(file)));
	const { world } = configuration;
	if (world === undefined || world === 'current' || world === 'launch') return configuration;
	return { ...configuration, world: resolve(dirname(file), world) };
}

/**
 * @param loadWorld finds those that come with the simulator
 * @throws ConfigurationError, likewise.
 */
export async function readWorldFile(file: string, loadWorld: (name: WorldName) => Promise<World>): Promise<World> {
	const worlds = { current: await loadWorld('current'), launch: await loadWorld('launch') };
	const world = readDocument(file, (place) => readWorld(place, (name) => worlds[name]));
	// Without a name there was a problem, and with one an error was thrown.
	return world ?? worlds.current;
}
