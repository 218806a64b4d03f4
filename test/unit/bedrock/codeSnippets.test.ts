import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { codeSnippets } from '../../../src/bedrock/codeSnippets/codeSnippets';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { applicationProfile, listedProfile, listing } from '../profiles/listings';

const bundled = await bundledCatalogue();
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function snippetsOf(
	profileId: string,
	catalogue: Catalogue = bundled,
	sourceRegion = 'us-east-1',
): Map<string, string> {
	const profile = catalogue.profilesById.get(profileId)!;
	return new Map(codeSnippets(catalogue, profile, sourceRegion).map(({ name, code }) => [name, code]));
}

/** What the compiler says of a TypeScript file; with `types`, against the real SDK. */
function problemsOf(code: string, types: boolean): string[] {
	const file = join(process.cwd(), 'snippet.ts');
	const options: ts.CompilerOptions = {
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		strict: true,
		skipLibCheck: true,
		noEmit: true,
		types: ['node'],
	};
	const host = ts.createCompilerHost(options);
	const real = ts.createCompilerHost(options);
	host.fileExists = (name) => name === file || real.fileExists(name);
	host.getSourceFile = (name, ...rest) =>
		name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) : real.getSourceFile(name, ...rest);
	const program = ts.createProgram([file], options, host);
	const source = program.getSourceFile(file);
	const found = [...program.getSyntacticDiagnostics(source), ...(types ? program.getSemanticDiagnostics(source) : [])];
	return found
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
		.filter((text) => !text.includes("may only appear in a '.mts'") && !text.includes("'await' expressions"));
}

/** Brackets and quotes that do not close, in any of the languages. */
function unclosed(code: string): string | undefined {
	const open: string[] = [];
	const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
	let quote: string | undefined;
	for (let at = 0; at < code.length; at += 1) {
		const character = code[at] ?? '';
		if (quote !== undefined) {
			if (character === '\\' && quote !== '`') at += 1;
			else if (character === quote) quote = undefined;
		} else if ((character === '/' && code[at + 1] === '*') || (character === '#' && code[at + 1] === ' ')) {
			at = code.indexOf(character === '#' ? '\n' : '*/', at + 2);
		} else if (character === '"' || character === "'" || character === '`') quote = character;
		else if ('([{'.includes(character)) open.push(character);
		else if (pairs[character] !== undefined && open.pop() !== pairs[character]) return `${character} at ${at}`;
	}
	return quote ?? open.at(-1);
}

describe('a profile as code', () => {
	it('is there in eight languages for a model that converses', () => {
		expect([...snippetsOf(sonnet).keys()]).toEqual([
			'Python',
			'TypeScript',
			'Java',
			'Go',
			'AWS CLI',
			'LangChain',
			'AWS CDK',
			'Terraform',
		]);
	});

	it('names the profile and the source region, and closes what it opens, for every bundled profile', () => {
		for (const profile of bundled.profiles) {
			const snippets = codeSnippets(bundled, profile, 'us-east-1');
			expect(snippets.length, profile.profileId).toBeGreaterThan(6);
			for (const { name, code } of snippets) {
				expect(code, name).toContain(profile.profileId);
				expect(code, name).not.toMatch(/undefined|\[object/);
				expect(unclosed(code), `${profile.profileId} ${name}`).toBeUndefined();
			}
		}
	});

	it('compiles against the AWS SDK', () => {
		expect(problemsOf(snippetsOf(sonnet).get('TypeScript')!, true)).toEqual([]);
		expect(problemsOf(snippetsOf('us.cohere.embed-v4:0').get('TypeScript')!, true)).toEqual([]);
		expect(problemsOf(snippetsOf(sonnet).get('TypeScript')!.replace('maxTokens', 'maxToken'), true)).not.toEqual([]);
	}, 60_000);

	it('parses as TypeScript where it is for the CDK', () => {
		for (const id of [sonnet, `global.${sonnet.slice(3)}`]) {
			expect(problemsOf(snippetsOf(id).get('AWS CDK')!, false)).toEqual([]);
		}
	}, 60_000);

	it('sends a model that Converse does not serve a body of its own', () => {
		const snippets = snippetsOf('us.cohere.embed-v4:0');
		expect(snippets.get('Python')).toContain('invoke_model');
		const body = /--body '(.*)'/.exec(snippets.get('AWS CLI')!)?.[1];
		expect(JSON.parse(body!)).toEqual({ texts: ['Hello'], input_type: 'search_document' });
		expect(snippets.get('LangChain')).toContain('BedrockEmbeddings');
		expect(snippetsOf('us.stability.stable-outpaint-v1:0').has('LangChain')).toBe(false);
	});

	it('grants the account that deploys, where the account is not known', () => {
		const open = snippetsOf(`global.${sonnet.slice(3)}`);
		expect(open.get('AWS CDK')).toContain('bedrock:us-east-1:${stack.account}:inference-profile/global.');
		expect(open.get('Terraform')).toContain('${data.aws_caller_identity.current.account_id}:inference-profile/global.');
		expect(open.get('Terraform')).toContain('"unspecified"');
		const live = overlayLive(bundled, [listing([listedProfile(sonnet)])]);
		const known = snippetsOf(sonnet, live);
		expect(known.get('AWS CDK')).not.toContain('${stack.account}');
		expect(known.get('Terraform')).not.toContain('aws_caller_identity');
	});

	it('calls an application profile by its ARN, and tells LangChain the provider that the ARN hides', () => {
		const live = overlayLive(bundled, [listing([applicationProfile])]);
		const snippets = snippetsOf(applicationProfile.profileId, live);
		for (const [name, code] of snippets) expect(code, name).toContain(applicationProfile.arn);
		expect(snippets.get('LangChain')).toContain('provider="anthropic"');
	});

	it('sends from a region that the profile can be called from', () => {
		expect(snippetsOf('eu.anthropic.claude-sonnet-4-5-20250929-v1:0').get('Python')).toContain('region_name="eu-');
	});

	it('makes no code of an ID that would end the quotes around it', () => {
		const hostile = { ...applicationProfile, arn: 'arn:aws:bedrock:us-east-1:1:x/"); evil("' };
		const live = overlayLive(bundled, [listing([hostile])]);
		expect(snippetsOf(applicationProfile.profileId, live).size).toBe(0);
	});
});
