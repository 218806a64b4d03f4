import { classNameAround } from './enclosingClass';
import type { Names } from './names';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** A key as it is written, a string or a constant; of the latter only the last part of its name is compared. */
const written = String.raw`(?:\w+(?:\.|::)){0,3}["']?([\w.:/-]{2,60})["']?`;
/** `[FromKeyedServices("eu")] IAmazonBedrockRuntime `, `@Qualifier("eu") private final BedrockRuntimeClient `, `@Inject(EU) private readonly ` */
const askedBefore = new RegExp(
	String.raw`(?:KeyedServices|@(?:\w+:)?(?:Qualifier|Named|[iI]nject))\(${written}\)\]?\s+(?:@\w+\s+)?(?:[\w<>.?]+\s+){0,4}$`,
);
/** `services.GetRequiredKeyedService<IAmazonBedrockRuntime>("eu")` */
const askedFor = new RegExp(String.raw`KeyedService(?:<[\w.]+>)?\(${written}\)`);
/** Go: `viper.GetString("aws.region")`, `cmd.Flags().GetString("region")` */
export const flagAskedFor = /\.(?:Get)?String\("((?:(?:aws|bedrock|llm|ai)[._-]){0,2}region)"\)/;

/** What gives a container something to keep, or a flag its default, before the key. */
const keeping =
	/(?:\.AddKeyed\w+(?:<[\w.]+>)?\(\s*|\bprovide: |\.(?:SetDefault|String(?:P|Var|VarP)?)\((?:&[\w.]+, )?|\bName:\s+|@(Bean|Named|Qualifier)\((?:(?:name|value)\s?=\s?)?[[{]?)(?:\w+\.){0,3}["']?$/;

/** So many places of a name or key are looked at. */
const mostPlaces = 20;
/** In UTF-16 units. */
const longestDeclaration = 200;

/** What outside names begin with that stand for what is kept by a key. */
const mark = 'kept:';

/** The name under which other texts are asked for a key. */
export function keptName(key: string): string {
	return mark + key;
}

/** The key that such a name stands for. */
export function keyNamed(name: string): string | undefined {
	return name.startsWith(mark) ? name.slice(mark.length) : undefined;
}

/** The key by which a container is asked for what a parameter or field of that name holds at a place. */
export function keyOfClient(source: SourceText, name: string, offset: number): string | undefined {
	const all = remembered(keysByName, source, name, readKeys);
	if (all.length === 0) return undefined;
	const around = classNameAround(source, offset);
	const own = all.filter(({ at }) => classNameAround(source, at) === around);
	return (own.findLast(({ at }) => at < offset) ?? own[0])?.key;
}

interface AskedKey {
	readonly at: number;
	readonly key: string;
}

const keysByName = new PerText<Map<string, readonly AskedKey[]>>();

function readKeys(source: SourceText, name: string): readonly AskedKey[] {
	const { text } = source;
	if (!['FromKeyed', 'Qualifier', 'Named(', 'nject('].some((word) => text.holds(word))) return [];
	const places = source.placesOfName(name).slice(0, mostPlaces);
	return places.flatMap((at) => {
		const key = askedBefore.exec(text.slice(Math.max(0, at - longestDeclaration), at))?.[1];
		return key === undefined ? [] : { at, key };
	});
}

/** The key in an expression that asks a container for something, or a command line for a flag. */
export function keyAskedFor({ text, language }: SourceText, expression: string): string | undefined {
	const [word, pattern] = language === 'go' ? ['String("', flagAskedFor] : ['KeyedService', askedFor];
	return text.holds(word) ? pattern.exec(expression)?.[1] : undefined;
}

interface Stretch {
	readonly start: number;
	readonly end: number;
}

const stretchesByKey = new PerText<Map<string, readonly Stretch[]>>();

/** Where a text makes what a container keeps by a key: `AddKeyedSingleton<…>("eu", …)`, `{ provide: EU, … }`, the method below `@Bean("eu")`. */
export function keptBy(source: SourceText, names: Names, key: string): readonly Stretch[] {
	return remembered(stretchesByKey, source, key, () => [...readStretches(source, names, key)]);
}

function* readStretches(source: SourceText, names: Names, key: string): Generator<Stretch> {
	const { text } = source;
	const { whole } = text;
	for (let at = whole.indexOf(key), count = 0; at !== -1 && count < mostPlaces; at = whole.indexOf(key, at + 1)) {
		const start = at + key.length;
		if (/\w/.test(text.charAt(start))) continue;
		const before = keeping.exec(text.slice(Math.max(0, at - longestDeclaration), at));
		const bracket = before && source.bracketHolding(at);
		if (!bracket) continue;
		count++;
		if (before[1] === undefined) yield { start, end: bracket.close };
		else yield* factoryBehind(source, names, bracket.close);
	}
	// Spring: without a name of its own a bean has that of its method.
	for (const { open, bodyEnd } of names.functionsNamed(key)) {
		const head = text.slice(Math.max(0, open - longestDeclaration), open);
		if (/@(?:Bean|Produces|Provides)\b[^;{}]*$/.test(head) && text.slice(open - 60, open + 100).includes('Bedrock'))
			yield { start: open, end: bodyEnd };
	}
}

/** The method that an annotation is for, which makes what is kept. */
function* factoryBehind(source: SourceText, names: Names, close: number): Generator<Stretch> {
	const next = names.functions().find(({ open }) => open > close);
	const between = next && source.code.slice(close + 1, Math.min(next.open, close + longestDeclaration));
	if (
		next &&
		between &&
		/^[^(){};,=]*$/.test(between.replaceAll(/\([^()]*\)/g, '')) &&
		next.open < close + longestDeclaration
	)
		yield { start: next.open, end: next.bodyEnd };
}
