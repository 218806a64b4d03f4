import type { SourceText } from './sourceText';

/** What these hold stands side by side: what one says of the Region, the others do not hear. */
const groups = /^(?:functions|services|jobs|containers|environments|stages|deployments)$/;

/** Lines above a place that are looked at. */
const farthest = 1_000;

interface Ancestor {
	readonly key: string;
	/** Where its line begins. */
	readonly start: number;
}

/** True where a place stands in another function, service or job of a YAML text than an ID does. */
export function isInSibling(source: SourceText, place: number, id: number): boolean {
	const own = ancestorsOf(source, id);
	const other = ancestorsOf(source, place);
	for (const [index, { start }] of own.entries()) {
		if (other[index]?.start === start) continue;
		return other[index] !== undefined && groups.test(own[index - 1]?.key ?? '');
	}
	return false;
}

/** A setting of one function of a Serverless Framework service, which the others and their defaults do not hear. */
export function isOfOneFunction(source: SourceText, place: number): boolean {
	const ancestors = ancestorsOf(source, place);
	return ancestors.length > 2 && ancestors[0]?.key === 'functions';
}

/** From the outermost in. */
function ancestorsOf(source: SourceText, offset: number): readonly Ancestor[] {
	const found: Ancestor[] = [];
	let start = source.lineStart(offset);
	let column = Number.MAX_SAFE_INTEGER;
	for (let count = 0; count < farthest && column > 0; count++) {
		const line = source.text.slice(start, Math.min(source.lineEnd(start), start + 200));
		const [, indent = '', key] = /^( *)(?:- +)*["']?([\w-]+)["']?\s*:/.exec(line) ?? [];
		if (key !== undefined && indent.length < column) {
			column = indent.length;
			found.push({ key, start });
		}
		if (start === 0) break;
		start = source.lineStart(start - 1);
	}
	return found.reverse();
}
