import { Place } from '../configuration/place';
import type { Problem } from '../configuration/place';
import { readFaultRule } from '../configuration/readFault';
import { parseObject } from '../json';
import type { Answer } from '../wire/reply';
import { jsonAnswer } from '../wire/reply';
import type { ServiceRequest } from '../wire/request';
import { snapshotOf } from './snapshot';
import type { Watched } from './snapshot';
import { statusPrefix, statusRefusal } from './statusGuard';
import { statusPage } from './statusPage';

export interface StatusOptions {
	readonly port: number;
	/** The secret of the run. */
	readonly token: string;
	/** Where the page's script and styles are. */
	readonly folder: string;
}

/** The status page and what it asks for: `/`, and below `/-/` its state, loads and faults. Never throws. */
export function answerStatus(request: ServiceRequest, watched: Watched, options: StatusOptions): Answer {
	const refusal = statusRefusal(request, options.port, options.token);
	if (refusal !== undefined) return refused(403, refusal);
	if (request.path === '/') return statusPage(request, options.folder);
	const wish = `${request.method} ${request.path.slice(statusPrefix.length)}`;
	const [, id] = /^DELETE faults\/([0-9]{1,15})$/.exec(wish) ?? [];
	if (id !== undefined) {
		return watched.faults.remove(Number(id)) ? done(watched) : refused(404, `There is no rule ${id} any more.`);
	}
	switch (wish) {
		case 'GET state':
			return done(watched);
		case 'POST load':
			return setLoad(request, watched);
		case 'POST faults':
			return addFault(request, watched);
		case 'POST limits':
			return setLimits(request, watched);
		case 'DELETE faults':
			watched.faults.clear();
			return done(watched);
		default:
			return refused(404, `The status page has no ${request.method} ${request.path}.`);
	}
}

/** More rules than anybody looks through. */
const mostFaults = 100;

function addFault(request: ServiceRequest, watched: Watched): Answer {
	const { place, problems } = bodyOf(request, 'The rule');
	const rule = readFaultRule(place);
	if (!rule || problems.length > 0) return refused(400, problems.map(({ sentence }) => sentence).join(' '));
	if (watched.faults.active.length >= mostFaults) return refused(400, `There are ${mostFaults} rules already.`);
	watched.faults.push(rule);
	return done(watched);
}

function setLoad(request: ServiceRequest, watched: Watched): Answer {
	const { place, problems } = bodyOf(request, 'The wish');
	place.only(['region', 'load']);
	const region = place.need('region')?.oneOf(watched.world.regions);
	const load = place.need('load')?.number(0, 1);
	if (region === undefined || load === undefined || problems.length > 0) {
		return refused(400, problems.map(({ sentence }) => sentence).join(' '));
	}
	watched.account.router.load.set(region, load);
	return done(watched);
}

function setLimits(request: ServiceRequest, watched: Watched): Answer {
	const { place, problems } = bodyOf(request, 'The wish');
	place.only(['isLimited']);
	const isLimited = place.need('isLimited')?.flag();
	if (isLimited === undefined || problems.length > 0) {
		return refused(400, problems.map(({ sentence }) => sentence).join(' '));
	}
	watched.account.router.isLimited = isLimited;
	return done(watched);
}

function bodyOf({ body }: ServiceRequest, title: string): { place: Place; problems: Problem[] } {
	const problems: Problem[] = [];
	return { place: new Place(parseObject(body), [], problems, title), problems };
}

function done(watched: Watched): Answer {
	return jsonAnswer(snapshotOf(watched, performance.now()), 200, dataHeaders);
}

function refused(status: number, message: string): Answer {
	return jsonAnswer({ message }, status, dataHeaders);
}

const dataHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Bodies of wishes are short. Bytes. */
export const maxWishBytes = 64 * 1024;
