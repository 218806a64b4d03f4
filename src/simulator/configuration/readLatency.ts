import type { Latency } from '../answers/tempo';
import type { Place } from './place';
import { present } from './place';

const members = ['timeToFirstToken', 'tokensPerSecond', 'jitter', 'tokensPerEvent'];

export function readLatency(place: Place | undefined): Latency | undefined {
	if (!place?.only([...members, 'models'])) return undefined;
	const models = place.get('models')?.map((value) => (value.only(members) ? readTempo(value) : undefined));
	return { ...readTempo(place), ...(models ? { models } : {}) };
}

function readTempo(place: Place): Omit<Latency, 'models'> {
	return present<Omit<Latency, 'models'>>({
		timeToFirstToken: place.get('timeToFirstToken')?.number(0, 600_000),
		tokensPerSecond: place.get('tokensPerSecond')?.number(0.1, 1_000_000),
		jitter: place.get('jitter')?.number(0, 1),
		tokensPerEvent: place.get('tokensPerEvent')?.whole(1, 1_000),
	});
}
