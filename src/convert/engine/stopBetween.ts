import { splitList } from './listEntries';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** `"%s.%s" % (…)`, `Sprintf("%s.%s", …)`, `"{}.{}".format(…)` */
const inFormat = /["'`](?:%[sv@]|\{\w*\}|[a-z]{2,6})\.(?:%[sv@]|\{\w*\})["'`]/;

const stop = String.raw`["'\`]\.["'\`]`;
const stopBehind = new RegExp(
	String.raw`^\s*\.(?:join|joined|joinToString|mkString)\(\s*(?:separator\s*[:=]\s*)?${stop}`,
);
const stopBefore = new RegExp(String.raw`${stop}\.join\($`);
const stopAmong = new RegExp(String.raw`(?<=[(,]\s*)${stop}(?=\s*[,)])`);

/** A call puts a value behind something else, with a full stop between: `".".join([geo, id])`, `String.format("%s.%s", geo, id)`. */
export function isJoinedByStop(source: SourceText, site: Site, at: number, end: number): boolean {
	const [inner, outer] = withoutReads(site);
	if (!inner) return false;
	const { text, code } = source;
	// Python: `"%s.%s" % (geo, id)`
	if (inner.callee === '' && /%\s*$/.test(code.slice(Math.max(0, inner.open - 4), inner.open)))
		return inFormat.test(text.slice(Math.max(0, inner.open - 40), inner.open));
	if (/(?:printf|format(?:ted)?)!?$/i.test(inner.callee))
		return inFormat.test(text.slice(Math.max(0, inner.calleeStart - 30), Math.min(end, inner.calleeStart + 300)));
	// Swift: `String(format: "%@.%@", geo, id)`
	if (inner.callee === 'String') return inFormat.test(text.slice(inner.open, Math.min(end, inner.open + 100)));
	const isFirst = (): boolean =>
		splitList(source, inner.open, inner.close).findIndex((each) => each.start <= at && at < each.end) === 0;
	if (
		/^\s*\./.test(text.slicePastSpace(inner.close + 1, 1)) &&
		stopBehind.test(text.slice(inner.close + 1, inner.close + 50))
	)
		return !isFirst();
	for (const each of outer ? [inner, outer] : [inner]) {
		if (!/(?:^|\.|::)(?:[jJ]oin|implode|concat)$/.test(each.callee)) continue;
		if (stopBefore.test(text.slice(Math.max(0, each.open - 10), each.open + 1))) return !isFirst();
		if (stopAmong.test(text.slice(each.open, Math.min(each.close + 1, each.open + 300)))) return !isFirst();
	}
	return false;
}

/** What is around the call that reads a setting: `os.Getenv("MODEL")`. */
function withoutReads({ frames }: Site): Site['frames'] {
	const first = frames.findIndex(({ callee }) => !/(?:env|fetch|GetEnvironmentVariable)$/i.test(callee));
	return first > 0 ? frames.slice(first) : frames;
}
