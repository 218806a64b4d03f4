import { classNameAround } from './enclosingClass';
import type { FunctionSpan } from './functionSpans';
import type { Names } from './names';
import type { SourceText } from './sourceText';
import type { Consumer } from './trace';

/** So many functions of a name are looked at. */
const mostFunctions = 20;

/**
 * `def summarize(client, text)`, `class Writer { constructor(private client) {} }`: the functions and classes that are
 * given the client which the ID is sent with. Who calls them says from where it is.
 * @param clients what the client is called here; the text itself does not say what it is.
 */
export function takersOfClient(
	source: SourceText,
	names: Names,
	consumers: readonly Consumer[],
	clients: readonly string[],
): readonly string[] {
	const wanted = new Set(clients.filter((name) => /^\w+$/.test(name)).map(bare));
	if (wanted.size === 0) return [];
	const takers = new Set<string>();
	for (const { at } of consumers) {
		const around = names.functionAround(at);
		if (around && takes(source, around, wanted)) takers.add(around.name);
		const ofClass = classNameAround(source, at);
		if (ofClass === undefined || takers.has(ofClass)) continue;
		const makers = [...constructors, ofClass].flatMap((name) => names.functionsNamed(name).slice(0, mostFunctions));
		const isTaker = makers.some(
			(maker) => takes(source, maker, wanted) && classNameAround(source, maker.open) === ofClass,
		);
		if (isTaker || isGivenByName(source, ofClass, wanted)) takers.add(ofClass);
	}
	return [...takers].filter((name) => /^\w{4,}$/.test(name) && !constructors.includes(name));
}

export const constructors = ['__init__', 'constructor', '__construct', 'initialize'];

function takes(source: SourceText, { open, close }: FunctionSpan, wanted: ReadonlySet<string>): boolean {
	return hasWord(source.code.slice(open + 1, Math.min(close, open + 2_000)), wanted);
}

function hasWord(parameters: string, wanted: ReadonlySet<string>): boolean {
	return (parameters.match(/\w+/g) ?? []).some((word) => wanted.has(bare(word)));
}

/** `class Writer(private val client: …)`, `public Writer(IAmazonBedrockRuntime client) => …` */
function isGivenByName(source: SourceText, name: string, wanted: ReadonlySet<string>): boolean {
	return source
		.placesOf(name)
		.slice(0, mostFunctions)
		.some((place) => {
			const parameters = /^\s*\(([^()]*)\)/.exec(
				source.code.slice(place + name.length, place + name.length + 1_000),
			)?.[1];
			return parameters !== undefined && hasWord(parameters, wanted);
		});
}

/** `_client` is what `client` was given to. */
function bare(name: string): string {
	return name.replace(/^_+/, '');
}
