import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/** A variable or parameter, or the entry of one that is a map. */
export interface Declared {
	readonly name: string;
	/** Empty for the variable itself. */
	readonly property: string;
}

/**
 * The name of the variable or parameter that an ID is a value of: Terraform's `locals { x = … }`, the default of
 * `variable "x" { … }` and what its validation allows, CloudFormation's `Parameters: X:` with `Default` and `AllowedValues`.
 */
export function declaredName(source: SourceText, { frames, name }: Site, at: number): Declared | undefined {
	const { language } = source;
	if (language === 'terraform') return inTerraform(source, frames, name);
	if (language === 'rust') return inRust(source, frames, name);
	if (language === 'java' || language === 'kotlin') return behindAnnotation(source, frames);
	if (language === 'elixir') return inElixir(source, frames, name, at);
	const parameter =
		language === 'json' ? inJsonTemplate(frames, name) : language === 'yaml' ? inYamlTemplate(source, at) : undefined;
	return parameter === undefined ? undefined : { name: parameter, property: '' };
}

/** What a variable or parameter may be: it is right where the default is, and wrong where the default is. */
export function isAllowedValue(source: SourceText, { frames, name }: Site, at: number): boolean {
	const { language } = source;
	if (language === 'terraform') return validationAround(frames) !== undefined;
	if (language === 'json') return frames[1]?.key === allowedValues && inJsonTemplate(frames, name) !== undefined;
	return (
		language === 'yaml' &&
		inYamlTemplate(source, at) !== undefined &&
		yamlAncestors(source, at).some(({ key }) => key === allowedValues)
	);
}

const allowedValues = 'AllowedValues';

function inTerraform(source: SourceText, frames: readonly Frame[], name: string): Declared | undefined {
	const [inner, outer] = frames;
	if (inner?.callee === 'locals' && outer === undefined) return { name, property: '' };
	if (outer?.callee === 'locals' && inner?.callee === '') return { name: outer.key, property: name };
	const block = validationAround(frames) ?? (name === 'default' ? inner : undefined);
	if (!block) return undefined;
	const variable = /\bvariable\s+"([\w-]+)"\s*$/.exec(
		source.text.slice(Math.max(0, block.open - 120), block.open),
	)?.[1];
	return variable === undefined ? undefined : { name: variable, property: '' };
}

/** `#[arg(long, default_value = "…")] model: String`: the field behind the attribute. */
function inRust(source: SourceText, [inner]: readonly Frame[], name: string): Declared | undefined {
	if (!inner || name !== 'default_value') return undefined;
	const field = /^\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([\w ]+\))?\s+)?(\w+)\s*:/.exec(
		source.code.slice(inner.close, inner.close + 300),
	)?.[1];
	return field === undefined ? undefined : { name: field, property: '' };
}

/** Spring, Quarkus and Micronaut: `@Value("${chat.model:…}") private String model;` */
function behindAnnotation({ code }: SourceText, frames: readonly Frame[]): Declared | undefined {
	const annotation = frames.find(({ callee }) => /^@(?:\w+:)?(?:Value|(?:Config)?Property)$/.test(callee));
	const behind = annotation && declaration.exec(code.slice(annotation.close + 1, annotation.close + 300));
	return behind?.[1] === undefined ? undefined : { name: behind[1], property: '' };
}

const declaration = /^\s*(?:[a-z]+\s+)*(?:[A-Z][\w.<>?]*\s+)?(\w+)/;

/** `@model "…"`, `@models %{fast: "…"}`: a constant of the module, which is read as `@model` too. */
function inElixir(source: SourceText, frames: readonly Frame[], name: string, at: number): Declared | undefined {
	if (frames.some(({ callee }) => callee !== '')) return undefined;
	const start = frames.at(-1)?.open ?? at;
	const line = source.code.slice(Math.max(source.lineStart(start), start - 100), start);
	const attribute = /^\s*@(\w+)\s+%?["'~]?$/.exec(line)?.[1];
	return attribute === undefined ? undefined : { name: attribute, property: frames.length === 0 ? '' : name };
}

/** The block of the variable whose validation asks `contains([…], var.x)`. */
function validationAround(frames: readonly Frame[]): Frame | undefined {
	const index = frames.findIndex(({ callee }) => callee === 'validation');
	return index > 0 && frames.slice(0, index).some(({ callee }) => callee === 'contains')
		? frames[index + 1]
		: undefined;
}

function inJsonTemplate(frames: readonly Frame[], name: string): string | undefined {
	const [field, parameter, top] = name === 'Default' ? frames : frames.slice(1);
	const isValue = field?.key === 'Default' || field?.key === allowedValues;
	return isValue && top?.key === 'Parameters' ? parameter?.key : undefined;
}

function inYamlTemplate(source: SourceText, at: number): string | undefined {
	const [top, parameter, field] = yamlAncestors(source, at);
	if (top?.key !== 'Parameters' || (field?.key !== 'Default' && field?.key !== allowedValues)) return undefined;
	return parameter?.key;
}
