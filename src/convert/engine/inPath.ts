import type { Site, ValueSpan } from './sites';
import type { SourceText } from './sourceText';

/** The segment before an ID that says whose model it is: `bedrock/…`, `converse/…`, `us-east-1/…`. */
const ofLibrary =
	/bedrock|litellm|llm|converse|invoke|provider|amazon|^aws|foundation-model|inference-profile|^models?$|^[a-z]{2}-[a-z-]+-[0-9]$/i;

/** Folders that hold what a model was used for. */
const ofFolder =
	/^(?:results?|outputs?|logs?|caches?|data|tmp|temp|runs?|reports?|artifacts?|archives?|evals?|evaluations?|benchmarks?|traces?|exports?|downloads?|fixtures?|snapshots?)$/i;

const joining =
	/(?:^|\.|::)(?:path\.join|path\.resolve|joinpath|(?:Pure|Posix|Windows)*Path|filepath\.Join|Paths\.get|Path\.(?:of|Combine)|File\.join|PathBuf::from)$/;

/** A file's path, an object's key or an address that is no request: the ID is only a name in it. */
export function isInPath(source: SourceText, site: Site, value: ValueSpan, start: number, end: number): boolean {
	// A text of several lines has a path in one of them.
	const before = source.text.slice(Math.max(value.contentStart, source.lineStart(start), start - 300), start);
	const after = source.text.slice(end, Math.min(value.contentEnd, source.lineEnd(end), end + 100));
	if (start === value.contentStart && end === value.contentEnd) {
		const [inner] = site.frames;
		if (inner && site.name === '' && joining.test(inner.callee)) return true;
		const left = source.code.slice(Math.max(0, value.start - 40), value.start);
		return source.language === 'python' && value.isQuoted && /[\w)\]"']\s+\/\s*$/.test(left);
	}
	const isRequest = /(?:^|\/)models?\/$/.test(before) && /^(?:\/|$|["'?])/.test(after);
	const address = /\b([a-z][a-z0-9+.-]{1,15}):\/\/([^/\s]*)/i.exec(before);
	if (address && !/bedrock|api\.aws/i.test(address[0])) {
		return !(isRequest && /^\/(?:invoke|converse)/.test(after)) && !/[{$%]/.test(address[2] ?? '');
	}
	if (isRequest) return false;
	const segment = /(?:^|[/"'`\s=])([\w .-]+)\/$/.exec(before)?.[1];
	if (segment !== undefined && ofFolder.test(segment)) return true;
	if (!after.startsWith('/')) return false;
	return segment === undefined || !ofLibrary.test(segment);
}
