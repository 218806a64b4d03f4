import type { World } from './world';

export type WorldName = 'current' | 'launch';

export function isWorldName(text: string): text is WorldName {
	return text === 'current' || text === 'launch';
}

export async function loadWorld(name: WorldName): Promise<World> {
	switch (name) {
		case 'current': {
			const { currentWorld } = await import('./currentWorld');
			return currentWorld();
		}
		case 'launch': {
			const { launchWorld } = await import('./launchWorld');
			return launchWorld();
		}
	}
}
