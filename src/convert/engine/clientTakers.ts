import { classNameAround, memberOf } from './enclosingClass';
import type { FunctionSpan } from './functionSpans';
import { holderAround } from './heldNames';
import type { Names } from './names';
import { PerText } from './perText';
import { remembered } from './remembered';
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
	const takers = new Set(makersOfClient(source, names));
	for (const { at } of wanted.size > 0 ? consumers : []) {
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
	return [...takers].filter((name) => name.length > 2 && !constructors.includes(name) && !commonName.test(name));
}

/** What everything has is called so. */
const commonName = /^(?:get|put|set|run|new|use|log|map|add|all|any|pop)$/;

export const constructors = ['__init__', 'constructor', '__construct', 'initialize', 'init'];

/**
 * `fn connect(region: &str) -> Self { … Client::new(…) }`, `class Summaries(private val region: String) { … }`: what makes a
 * client in a Region that it is given.
 */
export function makersOfClient(source: SourceText, names: Names): readonly string[] {
	return remembered(makers, source, '', ({ code, text, language }) => {
		const isRust = language === 'rust';
		const making = names
			.functions()
			.filter(
				({ open, close, bodyStart, bodyEnd }) =>
					isGivenRegion(code.slice(open, close + 1)) &&
					ofBedrock.test(text.slice(bodyStart, Math.min(bodyEnd, bodyStart + longestMaker))),
			);
		return [
			...making.slice(0, mostFunctions).map(({ name, open }) => {
				if (constructors.includes(name)) return classNameAround(source, open) ?? memberOf(source, open) ?? '';
				return isRust && name === 'new' ? (holderAround(source, open) ?? '') : name;
			}),
			...Array.from(
				text.whole.matchAll(language === 'dart' ? constructorOfRegion : classOfRegion),
				([, name = '']) => name,
			),
		];
	});
}

const makers = new PerText<Map<string, readonly string[]>>();
/** A parameter of such a name. */
const ofRegion = /[(,\s$*&]\w*region\w*\s*[,:=)\s]/i;
/** Rust, Go: what holds a Region among other things, by its type. */
const ofConfiguration = /\bSdkConfig\b|\baws\.Config\b/;

function isGivenRegion(parameters: string): boolean {
	return ofRegion.test(parameters) || ofConfiguration.test(parameters);
}

/** Rust names its client by the module only. */
const ofBedrock = /[bB]edrock|\bClient::(?:new|from_conf)\(/;
/** Kotlin, Scala, C#: what a class is given. */
const classOfRegion = /\bclass\s+(\w+)\s*\([^()]{0,300}[rR]egion\w*\s*[,:)][^]{0,2000}?[bB]edrock/g;
/** Dart: `Gateway({required String region}) : _client = BedrockRuntime(region: region);` */
const constructorOfRegion = /\b(\w+)\([^()]{0,200}[rR]egion[^()]{0,200}\)\s*:\s*[^;{]{0,300}?Bedrock/g;
/** In UTF-16 units. */
const longestMaker = 2_000;

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
