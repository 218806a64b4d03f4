import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { type Catalogue, makeCatalogue } from '../../../src/bedrock/catalogue';
import { applyEdits } from '../../../src/convert/cli/textFile';
import {
	analyse,
	findingText,
	isProjectConfiguration,
	mayBeCdkProgram,
	type Judgement,
	outdatedRequirements,
	projectRegions,
	reasonText,
	requirementText,
} from '../../../src/convert/engine/engine';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';

function judge(
	path: string,
	text: string,
	known = catalogue,
	allowedRegionSets: readonly string[] = [],
): readonly Judgement[] {
	return analyse({ path, text, catalogue: known, today: '2026-11-22', allowedRegionSets });
}

function policy(...resources: string[]): string {
	return JSON.stringify(
		{ Statement: [{ Effect: 'Allow', Action: ['bedrock:InvokeModel'], Resource: resources }] },
		undefined,
		2,
	);
}

const profileArn = (id: string, region = 'us-east-1') =>
	`arn:aws:bedrock:${region}:123456789012:inference-profile/${id}`;
const modelArn = (id: string, region: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`;

describe('an IAM policy', () => {
	it('names its own Region in its ARNs, whatever the project is configured for', () => {
		const text = policy(
			profileArn(`us.${sonnet}`),
			...['us-east-1', 'us-east-2', 'us-west-2'].map((region) => modelArn(sonnet, region)),
		);
		const outerRegionEvidence = [{ source: 'project' as const, regions: ['eu-west-1'], fileName: 'main.tf' }];
		const judgements = analyse({ path: 'policy.json', text, catalogue, today: '2026-11-22', outerRegionEvidence });
		expect(judgements).toHaveLength(4);
		expect(judgements.flatMap(({ findings }) => findings)).toEqual([]);
	});

	it('lacks the model in the regions that a profile may route to; the fix adds them', () => {
		const text = policy(profileArn(`us.${sonnet}`), modelArn(sonnet, 'us-east-1'));
		const findings = judge('policy.json', text).flatMap((each) => each.findings);
		expect(findings).toMatchObject([
			{ code: 'iamModelMissing', profileId: `us.${sonnet}`, regions: ['us-east-2', 'us-west-2'] },
		]);
		expect(findings.map(findingText)[0]).toContain('us-east-2, us-west-2');
		const mended = applyEdits(
			text,
			findings.flatMap((each) => ('edits' in each ? each.edits : [])),
		);
		expect((JSON.parse(mended) as { Statement: { Resource: string[] }[] }).Statement[0]?.Resource).toEqual([
			profileArn(`us.${sonnet}`),
			modelArn(sonnet, 'us-east-2'),
			modelArn(sonnet, 'us-west-2'),
			modelArn(sonnet, 'us-east-1'),
		]);
		expect(judge('policy.json', mended).flatMap((each) => each.findings)).toEqual([]);
	});

	it.each([
		['a wildcard for the region', profileArn(`us.${sonnet}`), modelArn(sonnet, '*')],
		['a wildcard for the model', profileArn(`us.${sonnet}`), modelArn('anthropic.claude-*', '*')],
		[
			'every part of a global profile',
			profileArn(`global.${sonnet}`),
			modelArn(sonnet, 'us-east-1'),
			modelArn(sonnet, ''),
		],
	])('is whole with %s', (_what, ...resources) => {
		expect(judge('policy.json', policy(...resources)).flatMap((each) => each.findings)).toEqual([]);
	});

	it('lacks the ARN without a region that a global profile needs', () => {
		const findings = judge(
			'policy.json',
			policy(profileArn(`global.${sonnet}`), modelArn(sonnet, 'us-east-1')),
		).flatMap((each) => each.findings);
		expect(findings).toMatchObject([{ code: 'iamModelMissing', regions: [''] }]);
		expect(findings.map(findingText)[0]).toContain('without a region');
	});

	it('lacks the profile of a model that only a profile can invoke, and is whole once that is mended', () => {
		const text = policy(modelArn('anthropic.claude-opus-5-5', 'us-east-1'));
		const findings = judge('policy.json', text).flatMap((each) => each.findings);
		expect(findings).toMatchObject([
			{
				code: 'iamProfileMissing',
				modelId: 'anthropic.claude-opus-5-5',
				profileId: 'us.anthropic.claude-opus-5-5',
			},
		]);
		const mended = applyEdits(
			text,
			findings.flatMap((finding) => ('edits' in finding ? finding.edits : [])),
		);
		const { Statement } = JSON.parse(mended) as { Statement: { Resource: string[] }[] };
		expect(Statement.flatMap(({ Resource }) => Resource)).toEqual([
			'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5-5',
			'arn:aws:bedrock:us-east-1:*:inference-profile/us.anthropic.claude-opus-5-5',
			'arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-opus-5-5',
			'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-opus-5-5',
		]);
		expect(judge('policy.json', mended).flatMap((each) => each.findings)).toEqual([]);
	});

	it('is widened to profiles within the allowed region sets only', () => {
		const bare = policy(modelArn('anthropic.claude-opus-5-5', 'eu-west-1'));
		const ofEurope = policy(profileArn(`eu.${sonnet}`, 'eu-west-1'), modelArn(sonnet, 'eu-west-1'));
		expect(judge('policy.json', bare, catalogue, ['eu']).flatMap(({ findings }) => findings)).toMatchObject([
			{ code: 'iamProfileMissing', profileId: 'eu.anthropic.claude-opus-5-5' },
		]);
		expect(judge('policy.json', bare, catalogue, ['us']).flatMap(({ findings }) => findings)).toMatchObject([
			{ code: 'iamProfileMissing', profileId: undefined, edits: [] },
		]);
		expect(judge('policy.json', ofEurope, catalogue, ['us']).flatMap(({ findings }) => findings)).toMatchObject([
			{ code: 'outsideAllowedRegionSets' },
			{ code: 'iamModelMissing', profileId: `eu.${sonnet}`, edits: [] },
		]);
	});

	it('in Terraform and YAML is mended in its own form', () => {
		const terraform = `data "aws_iam_policy_document" "p" {\n  statement {\n    actions   = ["bedrock:InvokeModel"]\n    resources = ["${profileArn(`us.${sonnet}`)}", "${modelArn(sonnet, 'us-east-*')}"]\n  }\n}\n`;
		const yaml = `Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource:\n      - ${profileArn(`us.${sonnet}`)}\n`;
		for (const [path, text, expected] of [
			['a.tf', terraform, terraform],
			[
				'a.yaml',
				yaml,
				`${yaml}      - ${modelArn(sonnet, 'us-east-1')}\n      - ${modelArn(sonnet, 'us-east-2')}\n      - ${modelArn(sonnet, 'us-west-2')}\n`,
			],
		] as const) {
			const edits = judge(path, text).flatMap((each) =>
				each.findings.flatMap((finding) => ('edits' in finding ? finding.edits : [])),
			);
			if (path === 'a.yaml') expect(applyEdits(text, edits)).toBe(expected);
			else expect(edits).toEqual([]);
		}
	});
});

describe('a statement that does not allow', () => {
	const opus = 'anthropic.claude-opus-4-5-20251101-v1:0';
	const model = modelArn(opus, 'us-east-1');
	const iamCodes = (path: string, text: string): readonly string[] =>
		judge(path, text).flatMap(({ findings }) =>
			findings.map(({ code }) => code).filter((code) => code.startsWith('iam')),
		);
	const json = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements }, undefined, 2);
	const allow = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: [model] };

	it.each([
		['deny.json', json({ ...allow, Effect: 'Deny' })],
		['not.json', json({ Effect: 'Deny', Action: 'bedrock:*', NotResource: [model] })],
		['look.json', json({ ...allow, Action: ['bedrock:GetFoundationModel'] })],
		['all.json', json(allow, { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' })],
		['scp.yaml', `Statement:\n  - Effect: Deny\n    Action: bedrock:InvokeModel\n    Resource:\n      - ${model}\n`],
		['one.yaml', `Statement:\n  Effect: Deny\n  Action: bedrock:InvokeModel\n  Resource: ${model}\n`],
		[
			'main.tf',
			`data "aws_iam_policy_document" "p" {\n  statement {\n    effect    = "Deny"\n    actions   = ["bedrock:InvokeModel"]\n    resources = ["${model}"]\n  }\n}\n`,
		],
		[
			'stack.ts',
			`role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['bedrock:InvokeModel'], resources: ['${model}'] }));\n`,
		],
		[
			'stack.py',
			`role.add_to_policy(iam.PolicyStatement(actions=["bedrock:*"], resources=["*"]))\nrole.add_to_policy(iam.PolicyStatement(actions=["bedrock:InvokeModel"], resources=["${model}"]))\n`,
		],
	])('%s lacks nothing, and nothing is added to it', (path, text) => {
		expect(iamCodes(path, text)).toEqual([]);
	});

	it('lacks no profile where it allows one of the account, which may be the model’s', () => {
		const own = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6';
		expect(iamCodes('own.json', json({ ...allow, Resource: [own] }, allow))).toEqual([]);
	});

	it('does not stand for one that does', () => {
		const denied = { ...allow, Effect: 'Deny', Resource: profileArn(`us.${opus}`) };
		expect(iamCodes('both.json', json(allow, denied))).toEqual(['iamProfileMissing']);
		const conditional = {
			Effect: 'Allow',
			Action: 'bedrock:*',
			Resource: '*',
			Condition: { Bool: { 'aws:x': 'true' } },
		};
		expect(iamCodes('condition.json', json(allow, conditional))).toEqual(['iamProfileMissing']);
		expect(iamCodes('other.json', json(allow, { Effect: 'Allow', Action: 's3:*', Resource: '*' }))).toEqual([
			'iamProfileMissing',
		]);
	});
});

/** What the first finding on a policy adds. */
function mendedPolicy(path: string, text: string): { codes: readonly string[]; mended: string } {
	const [finding] = judge(path, text).flatMap(({ findings }) => findings.filter(({ code }) => code.startsWith('iam')));
	const edits = finding && 'edits' in finding ? finding.edits : [];
	const mended = applyEdits(text, edits);
	const codes = judge(path, mended).flatMap(({ findings }) => findings.map(({ code }) => code));
	return { codes: [finding?.code ?? '', ...codes.filter((code) => code.startsWith('iam'))], mended };
}

describe('a policy whose regions are filled in later', () => {
	const opus = 'anthropic.claude-opus-4-5-20251101-v1:0';
	const statement = 'Effect: Allow\n          Action: bedrock:InvokeModel';
	const others = ['us-east-2', 'us-west-2'];

	it.each([
		[
			'template.yaml',
			`Globals:\n  Function:\n    Environment:\n      Variables:\n        AWS_REGION: us-east-1\nResources:\n  F:\n    Policies:\n      - Statement:\n        - ${statement}\n          Resource:\n            - !Sub arn:\${AWS::Partition}:bedrock:\${AWS::Region}::foundation-model/${opus} # the model\n            - !Sub arn:aws:s3:::b\n`,
			['\n            - !Sub arn:${AWS::Partition}:bedrock:${AWS::Region}:*:inference-profile/us.', '# the model\n'],
			'arn:${AWS::Partition}:bedrock:',
		],
		[
			'lib/stack.ts',
			`new BedrockRuntimeClient({ region: 'us-east-1' });\nrole.addToPolicy(new PolicyStatement({\n\tactions: ['bedrock:InvokeModel'],\n\tresources: [\`arn:aws:bedrock:\${stack.region}::foundation-model/${opus}\`],\n}));\n`,
			['`arn:aws:bedrock:${stack.region}:*:inference-profile/us.'],
			'arn:aws:bedrock:',
		],
		[
			'main.tf',
			`provider "aws" {\n  region = "us-east-1"\n}\ndata "aws_iam_policy_document" "p" {\n  statement {\n    actions   = ["bedrock:InvokeModel"]\n    resources = ["arn:aws:bedrock:\${var.region}::foundation-model/${opus}"]\n  }\n}\n`,
			['", "arn:aws:bedrock:${var.region}:*:inference-profile/us.'],
			'arn:aws:bedrock:',
		],
		[
			'serverless.yml',
			`provider:\n  name: aws\n  region: us-east-1\n  iam:\n    role:\n      statements:\n        - ${statement}\n          Resource:\n            - arn:aws:bedrock:\${aws:region}::foundation-model/${opus}\n`,
			['\n            - arn:aws:bedrock:${aws:region}:*:inference-profile/us.'],
			'arn:aws:bedrock:',
		],
	] as const)('%s lacks the profile; the fix writes ARNs as that one is written', (path, text, expected, head) => {
		const { codes, mended } = mendedPolicy(path, text);
		expect(codes).toEqual(['iamProfileMissing']);
		for (const part of expected) expect(mended).toContain(part);
		for (const region of others) expect(mended).toContain(`${head}${region}::foundation-model/${opus}`);
	});

	it('lacks a profile also where nothing says the region', () => {
		const text = `Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource:\n      - !Sub arn:\${AWS::Partition}:bedrock:\${AWS::Region}::foundation-model/${opus}\n`;
		expect(judge('a.yaml', text).flatMap(({ findings }) => findings)).toMatchObject([
			{ code: 'iamProfileMissing', profileId: undefined },
		]);
	});

	it.each([
		['project', [...others]],
		['sidebar', ['us-east-1', ...others]],
	] as const)('where the %s says the region, the fix allows the model in %j too', (source, expected) => {
		const text = `Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource: !Sub arn:aws:bedrock:\${AWS::Region}::foundation-model/${opus}\n`;
		const outerRegionEvidence = [{ source, regions: ['us-east-1'] }];
		const input = { path: 'a.yaml', catalogue, today: '2026-11-22', outerRegionEvidence };
		const edits = analyse({ ...input, text }).flatMap(({ findings }) =>
			findings.flatMap((finding) => ('edits' in finding ? finding.edits : [])),
		);
		const mended = applyEdits(text, edits);
		const regions = [...mended.matchAll(/bedrock:([\w-]+)::foundation-model/g)].map(([, region]) => region);
		expect(regions.toSorted()).toEqual(expected.toSorted());
		expect(analyse({ ...input, text: mended }).flatMap(({ findings }) => findings)).toEqual([]);
	});

	it('of a model that is on demand elsewhere lacks the profile where the project says the region', () => {
		const text = `Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource: !Sub arn:aws:bedrock:\${AWS::Region}::foundation-model/anthropic.claude-opus-5-5\n`;
		const codes = (source: 'project' | 'setting') =>
			analyse({
				path: 'a.yaml',
				text,
				catalogue,
				today: '2026-11-22',
				outerRegionEvidence: [{ source, regions: ['us-east-1'] }],
			}).flatMap(({ findings }) => findings.map(({ code }) => code));
		expect(codes('project')).toEqual(['iamProfileMissing']);
		expect(codes('setting')).toEqual([]);
	});

	it('covers one destination by each of its holes', () => {
		const arns = (...models: string[]) =>
			`Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource:\n${[
				`!Sub arn:aws:bedrock:\${AWS::Region}:\${AWS::AccountId}:inference-profile/us.${opus}`,
				...models.map((region) => `!Sub arn:aws:bedrock:${region}::foundation-model/${opus}`),
			]
				.map((arn) => `      - ${arn}\n`)
				.join('')}`;
		const lacking = arns('${AWS::Region}');
		const { codes, mended } = mendedPolicy('a.yaml', lacking);
		expect(codes).toEqual(['iamModelMissing']);
		expect(mended).toContain(`\n      - !Sub arn:aws:bedrock:us-west-2::foundation-model/${opus}`);
		for (const models of [['*'], ['${AWS::Region}', ...others], ['${AWS::Region}', '${Second}', '${Third}']])
			expect(judge('a.yaml', arns(...models)).flatMap(({ findings }) => findings)).toEqual([]);
	});

	it('is whole where a loop fills in one region after another', () => {
		const text = `policy = PolicyStatement(actions=["bedrock:InvokeModel"], resources=[f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${opus}"] + [f"arn:aws:bedrock:{region}::foundation-model/${opus}" for region in REGIONS])\n`;
		expect(judge('stack.py', text).flatMap(({ findings }) => findings)).toEqual([]);
	});
});

describe('a policy with one resource that is no list', () => {
	const opus = 'anthropic.claude-opus-4-5-20251101-v1:0';
	const arn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${opus}`;
	const profile = (region: string) => `arn:aws:bedrock:${region}:*:inference-profile/us.${opus}`;
	const all = [arn('us-east-1'), profile('us-east-1'), arn('us-east-2'), arn('us-west-2')];

	it.each([
		['- Effect: Allow', 'Resource: ', '', ''],
		['- Effect: Allow', 'Resource: ', '"', ''],
		['- Effect: Allow', 'Resource: ', '', ' # only this one'],
		['- Effect: Allow', 'Resource: !Sub ', '', ''],
		['- Effect: Allow', 'Resource: !Sub ', "'", ''],
		['- Effect: Allow', 'Resource:\n      Fn::Sub: ', '', ''],
	])('%s, %s%s: becomes one in YAML', (first, key, quote, comment) => {
		for (const newline of ['\n', '\r\n']) {
			const yaml = (resource: string) =>
				`Statement:\n  ${first}\n    Action: bedrock:InvokeModel\n    ${resource}\n    Sid: a\n`.replaceAll(
					'\n',
					newline,
				);
			const tag = /(?:!Sub|Fn::Sub:) $/.exec(key)?.[0] ?? '';
			const { codes, mended } = mendedPolicy('policy.yaml', yaml(`${key}${quote}${all[0]!}${quote}${comment}`));
			expect(codes).toEqual(['iamProfileMissing']);
			const items = all.map((each, index) => `\n      - ${tag}${quote}${each}${quote}${index === 0 ? comment : ''}`);
			expect(mended).toBe(yaml(`Resource:${items.join('')}`));
		}
	});

	it('becomes one as the first key of its statement', () => {
		const yaml = (resource: string) =>
			`Statement:\n- Resource:${resource}\n  Effect: Allow\n  Action: bedrock:InvokeModel\n`;
		const { mended } = mendedPolicy('policy.yaml', yaml(` ${all[0]!}`));
		expect(mended).toBe(yaml(all.map((each) => `\n    - ${each}`).join('')));
	});

	it.each([
		[
			'a.json',
			`{"Statement":[{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":{"Fn::Sub":"${arn('us-east-1')}"}}]}`,
		],
		[
			'a.json',
			`{"Statement":[{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":[{"Fn::Sub":"${arn('us-east-1')}"}]}]}`,
		],
	])('%s: what fills in its holes is written for each', (path, text) => {
		const { mended } = mendedPolicy(path, text);
		const { Statement } = JSON.parse(mended) as { Statement: [{ Resource: unknown }] };
		expect(Statement[0].Resource).toEqual(all.map((each) => ({ 'Fn::Sub': each })));
	});

	it.each([
		[
			'a.ts',
			`new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [Fn.sub('${arn('us-east-1')}')] })`,
			`'), Fn.sub('arn:`,
		],
		[
			'main.go',
			`awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: []string{"bedrock:InvokeModel"}, Resource: []string{"${arn('us-east-1')}"}})`,
			`", "arn:`,
		],
	])('%s: lists of other languages', (path, text, expected) => {
		const { codes, mended } = mendedPolicy(path, text);
		expect(codes).toEqual(['iamProfileMissing']);
		expect(mended.split(expected)).toHaveLength(4);
	});
});

describe('a requirement', () => {
	it.each([
		['requirements.txt', 'boto3==1.34.0\n', 'boto3==1.35.7\n'],
		[
			'requirements.txt',
			'boto3[crt]>=1.28 ; python_version > "3.8"\nbotocore~=1.35.0\n',
			'boto3[crt]>=1.35.7 ; python_version > "3.8"\nbotocore~=1.35.7\n',
		],
		['requirements-dev.txt', '# boto3==1.0\nboto3==1.35.7\nboto3-stubs==1.20.0\naioboto3==9.0\n', undefined],
		[
			'pyproject.toml',
			'dependencies = ["boto3>=1.35.6", "requests"]\n',
			'dependencies = ["boto3>=1.35.7", "requests"]\n',
		],
		[
			'pyproject.toml',
			'[tool.poetry.dependencies]\nboto3 = "^1.34.10"\n',
			'[tool.poetry.dependencies]\nboto3 = "^1.35.7"\n',
		],
		['Pipfile', '[packages]\nboto3 = {version = "==1.26.1"}\n', '[packages]\nboto3 = {version = "==1.35.7"}\n'],
		['setup.cfg', 'install_requires =\n    boto3 >= 1.20\n', 'install_requires =\n    boto3 >= 1.35.7\n'],
		[
			'package.json',
			'{"dependencies":{"@aws-sdk/client-bedrock":"^3.600.0"}}',
			'{"dependencies":{"@aws-sdk/client-bedrock":"^3.640.0"}}',
		],
		['package.json', '{"dependencies":{"@aws-sdk/client-bedrock":"^3.700.0","@aws-sdk/client-s3":"3.1.0"}}', undefined],
		['app.py', 'boto3==1.34.0', undefined],
		['requirements.txt', 'boto3>=1.28,<1.35\n', 'boto3>=1.35.7\n'],
		['requirements.txt', 'boto3>=1.28,<2\n', 'boto3>=1.35.7,<2\n'],
		['requirements.txt', 'botocore<1.34 # pinned\n', 'botocore>=1.35.7 # pinned\n'],
		['pyproject.toml', 'dependencies = ["boto3 >=1.28, <1.30"]\n', 'dependencies = ["boto3 >=1.35.7"]\n'],
	])('%s %#', (path, text, expected) => {
		const found = outdatedRequirements(path, text);
		const mended = applyEdits(
			text,
			found.map(({ edit }) => edit),
		);
		expect(mended).toBe(expected ?? text);
		for (const each of found) expect(requirementText(each)).toContain(each.minimum);
	});
});

describe('the nearest known ID', () => {
	const nearest = (id: string, region?: string, allowed: readonly string[] = []) => {
		const client = region === undefined ? '' : `c = boto3.client("bedrock-runtime", region_name="${region}")\n`;
		const [judgement] = judge('a.py', `${client}c.converse(modelId="${id}")`, catalogue, allowed);
		const finding = judgement?.findings.find(({ code }) => code === 'unknownId');
		return finding?.code === 'unknownId' ? finding.nearest : 'no finding';
	};

	it.each([
		// A profile of the same model that the Region may call.
		[`apac.${sonnet}`, 'us-east-1', `us.${sonnet}`],
		[`apac.${sonnet}`, 'ap-northeast-1', `jp.${sonnet}`],
		[`apac.${sonnet}`, 'ap-southeast-2', `au.${sonnet}`],
		['au.amazon.nova-pro-v1:0', 'us-east-1', 'us.amazon.nova-pro-v1:0'],
		['us.anthropic.claude-sonnet-4-5-v1:0', 'us-east-1', `us.${sonnet}`],
		['global.anthropic.claude-sonnet-4-5-20250920-v1:0', 'us-east-1', `global.${sonnet}`],
		['anthropic.claude-sonnet-4-5-v1:0', 'us-east-1', `us.${sonnet}`],
		// None: the model's own ID.
		[`apac.${sonnet}`, 'sa-east-1', sonnet],
		['eu.amazon.titan-text-express-v1', 'eu-west-1', 'amazon.titan-text-express-v1'],
		// Nothing says the Region.
		['anthropic.claude-sonnet-4-5-v1:0', undefined, sonnet],
		['us.anthropic.claude-sonnet-4-5-v1:0', undefined, `us.${sonnet}`],
		['eu.anthropic.claude-sonnet-4-5-v1:0', undefined, `eu.${sonnet}`],
		// The family's living ones, the number nearest to what was written.
		['anthropic.claude-opus-6-20270101-v1:0', undefined, 'anthropic.claude-opus-5-5'],
		['anthropic.claude-sonnet-9-20280101-v1:0', undefined, 'anthropic.claude-sonnet-5-5'],
		['eu.anthropic.claude-opus-6-20270101-v1:0', 'eu-west-1', 'eu.anthropic.claude-opus-5-5'],
		['anthropic.claude-3-hiaku-20240307-v1:0', undefined, haiku],
		['amazon.nova-prp-v1:0', undefined, 'amazon.nova-pro-v1:0'],
		['anthropic.some-other-thing-9', undefined, undefined],
	])('of %s from %s is %s', (id, region, expected) => expect(nearest(id, region)).toBe(expected));

	it('of another set of Asia is one of Asia where nothing says the region', () =>
		expect(nearest(`apac.${sonnet}`)).toMatch(/^(?:au|jp)\./));

	it('is within the allowed region sets', () => {
		expect(nearest(`apac.${sonnet}`, 'us-east-1', ['eu'])).toBe(sonnet);
		expect(nearest(`apac.${sonnet}`, undefined, ['eu'])).toBe(`eu.${sonnet}`);
	});

	it('can be called from the region, whatever was written', () => {
		for (const { profileId } of catalogue.profiles)
			for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1']) {
				const found = nearest(`xx.${profileId.slice(profileId.indexOf('.') + 1)}`, region);
				const profile = catalogue.profilesById.get(found ?? '');
				if (profile) expect(profile.sourceRegions).toContain(region);
				else expect(catalogue.modelsById.has(found ?? '')).toBe(true);
			}
	});
});

describe('an ID without its version', () => {
	const claude = 'anthropic.claude-sonnet-4-5-20250929';
	const nova = 'amazon.nova-pro';

	it.each([
		[
			'a.py',
			`c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.converse(modelId="${claude}", messages=[])`,
			`us.${sonnet}`,
		],
		[
			'a.py',
			`c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.invoke_model(\n    body=b,\n    modelId="us.${nova}",\n)`,
			`us.${nova}-v1:0`,
		],
		[
			'a.ts',
			`import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';\nawait client.send(new ConverseCommand({ modelId: '${nova}', messages }));`,
			`${nova}-v1:0`,
		],
		[
			'A.java',
			`import software.amazon.awssdk.services.bedrockruntime.*;\nclient.converse(r -> r.modelId("${nova}"));`,
			`${nova}-v1:0`,
		],
		[
			'A.java',
			`import software.amazon.awssdk.services.bedrockruntime.*;\nvar r = InvokeModelRequest.builder().modelId("${nova}").build();`,
			`${nova}-v1:0`,
		],
		[
			'a.rs',
			`use aws_sdk_bedrockruntime::Client;\nclient.converse().model_id("${nova}").send().await?;`,
			`${nova}-v1:0`,
		],
		[
			'a.go',
			`package a\nimport "github.com/aws/aws-sdk-go-v2/service/bedrockruntime"\nvar o, e = client.Converse(ctx, &bedrockruntime.ConverseInput{ModelId: aws.String("${nova}")})`,
			`${nova}-v1:0`,
		],
		['a.cs', `using Amazon.BedrockRuntime;\nvar r = new ConverseRequest { ModelId = "${nova}" };`, `${nova}-v1:0`],
		[
			'a.kt',
			`import aws.sdk.kotlin.services.bedrockruntime.*\nval r = client.converse {\n    modelId = "${nova}"\n    messages = m\n}`,
			`${nova}-v1:0`,
		],
		['a.rb', `c = Aws::BedrockRuntime::Client.new\nc.converse(model_id: '${nova}', messages: [])`, `${nova}-v1:0`],
		['a.php', `<?php\n$c = new BedrockRuntimeClient([]);\n$c->converse(['modelId' => '${nova}']);`, `${nova}-v1:0`],
		['a.sh', `aws bedrock-runtime converse \\\n  --model-id ${nova} --messages "$M"\n`, `${nova}-v1:0`],
		['a.sh', `aws bedrock-runtime invoke-model --model-id="${nova}" out.json\n`, `${nova}-v1:0`],
		['a.ps1', `Invoke-BDRRConverse -ModelId ${nova} -Message $m\n`, `${nova}-v1:0`],
	])('is refused by Bedrock: %s', (path, text, nearest) => {
		const [judgement] = judge(path, text);
		expect(judgement?.decision).toBe('leave');
		expect(judgement?.findings).toMatchObject([{ code: 'unknownId', nearest }]);
	});

	const client = 'c = boto3.client("bedrock-runtime", region_name="us-east-1")\n';
	it.each([
		['a.py', `${client}PRICES = {"${nova}": 0.8, "${claude}": 3}\nc.converse(modelId=MODEL)`],
		['a.py', `${client}if model.startswith("${claude}"):\n    c.converse(modelId=model)`],
		['a.py', `${client}c.converse(modelId="${nova}" + VERSION)`],
		['a.py', `${client}c.converse(modelId=ALIASES["${nova}"])`],
		['a.py', `${client}c.converse(modelId=ALIASES.get("${nova}"))`],
		['a.py', `${client}c.converse(modelId=full_id("${nova}"))`],
		['a.py', `${client}c.converse(modelId=f"${nova}-{version}")`],
		['a.py', `${client}DEFAULT_MODEL = "${nova}"\nMODELS = ["${nova}", "${claude}"]`],
		['a.py', `${client}llm.invoke_model(model_id="${nova}")`],
		[
			'a.py',
			`${client}class Chat:\n    def converse(self, modelId):\n        return c.converse(modelId=FULL[modelId])\nChat().converse(modelId="${nova}")`,
		],
		['a.py', `${client}self.converse(modelId="${nova}")`],
		['a.py', `litellm.completion(model="bedrock/${nova}")`],
		['a.py', `litellm.completion(model="${nova}")`],
		['a.py', `client.converse(modelId="${nova}")`],
		['a.py', `${client}c.converse(modelId="anthropic.claude-opus-5-5")`],
		['a.ts', `const client = new BedrockRuntimeClient({});\nclient.converse({ model: '${nova}' });`],
		[
			'a.json',
			`{"Statement":[{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"arn:aws:bedrock:*::foundation-model/${nova}*"}]}`,
		],
		['a.yaml', `modelId: ${nova}\n`],
		['a.sh', `MODEL_ID=${nova}\naws bedrock list-foundation-models --query "modelId=='${nova}'"\n`],
		['a.sh', `./bench --model-id ${nova}\n`],
		['a.md', `Call \`converse(modelId="${nova}")\` of bedrock-runtime.`],
	])("is nobody's mistake elsewhere: %s %s", (path, text) => {
		expect(judge(path, text).flatMap(({ findings }) => findings.filter(({ code }) => code === 'unknownId'))).toEqual(
			[],
		);
	});

	it('is known where the account has a model of that very name', () => {
		const [template] = catalogue.models;
		const live = makeCatalogue({ ...catalogue, models: [...catalogue.models, { ...template!, modelId: claude }] });
		const text = `${client}c.converse(modelId="${claude}")`;
		expect(judge('a.py', text, live).flatMap(({ findings }) => findings.map(({ code }) => code))).not.toContain(
			'unknownId',
		);
	});
});

describe('findings on IDs', () => {
	it('an old model names a newer one of its family, apart from its own conversion', () => {
		const [judgement] = judge(
			'a.py',
			`c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.converse(modelId="anthropic.claude-3-5-sonnet-20240620-v1:0")`,
		);
		expect(judgement?.candidates.map(({ profileId }) => profileId)).toEqual([
			'us.anthropic.claude-3-5-sonnet-20240620-v1:0',
		]);
		expect(judgement?.successor?.profileId).toMatch(/^us\.anthropic\.claude-sonnet-/);
		expect(judgement?.edits.map(({ newText }) => newText)).toEqual(['us.']);
	});

	it.each([
		[['us'], 'us-east-1', 'us.anthropic.claude-opus-5-5'],
		[['eu'], 'eu-west-1', 'eu.anthropic.claude-opus-5-5'],
		[['eu'], 'us-east-1', undefined],
		[['us', 'global'], 'eu-west-1', 'global.anthropic.claude-opus-5-5'],
	] as const)('within %j, a client in %s moves on to %s', (allowed, region, expected) => {
		const text = `c = boto3.client("bedrock-runtime", region_name="${region}")\nc.converse(modelId="anthropic.claude-opus-4-20250514-v1:0")`;
		const [judgement] = judge('a.py', text, catalogue, allowed);
		expect(judgement?.successor?.profileId).toBe(expected);
		if (!judgement?.successor) return;
		const moved = judge('a.py', applyEdits(text, judgement.successor.edits), catalogue, allowed);
		expect(moved.flatMap((each) => each.findings)).toEqual([]);
	});

	it('outside the allowed region sets the next model is named where it runs on demand', () => {
		const text = `c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.converse(modelId="amazon.nova-premier-v1:0")`;
		for (const model of catalogue.models) {
			const written = text.replace('amazon.nova-premier-v1:0', model.modelId);
			for (const { successor } of judge('a.py', written, catalogue, ['eu'])) {
				if (!successor) continue;
				expect(successor.profileId).toBeUndefined();
				expect(catalogue.modelsById.get(successor.modelId)?.onDemandRegions).toContain('us-east-1');
			}
		}
	});

	it('a profile that the region cannot call offers those that it can', () => {
		const [judgement] = judge(
			'a.py',
			`c = boto3.client("bedrock-runtime", region_name="ap-northeast-1")\nc.converse(modelId="eu.${sonnet}")`,
		);
		expect(judgement?.findings[0]?.code).toBe('regionOutsideProfile');
		expect(judgement?.candidates.map(({ regionSet }) => regionSet)).toEqual(['jp', 'global']);
		expect(judgement?.reversal).toMatchObject({ modelId: sonnet });
	});

	it('a name that also builds an ARN is left, with an offer that mends both uses', () => {
		const text = `R = "us-east-1"\nM = "${haiku}"\nc = boto3.client("bedrock-runtime", region_name=R)\narn = f"arn:aws:bedrock:{R}::foundation-model/{M}"\nc.converse(modelId=M)\n`;
		const [judgement] = judge('a.py', text);
		expect(judgement).toMatchObject({
			decision: 'leave',
			reason: { code: 'mixedUses', name: 'M', line: 4, use: 'buildsArn' },
			isPreferred: false,
		});
		expect(reasonText(judgement!.reason)).toContain('line 4');
		expect(applyEdits(text, judgement!.candidates[0]!.edits)).toBe(text.replace('modelId=M', `modelId="us.${haiku}"`));
	});

	it('an unknown provider is found when the account knows it', () => {
		const [template] = catalogue.models;
		const [profile] = catalogue.profiles;
		const live = makeCatalogue({
			...catalogue,
			models: [
				...catalogue.models,
				{ ...template!, modelId: 'newcomer.first-1', profileOnly: true, onDemandRegions: [], lifecycle: {} },
			],
			profiles: [
				...catalogue.profiles,
				{
					...profile!,
					profileId: 'us.newcomer.first-1',
					regionSet: 'us',
					modelIds: ['newcomer.first-1'],
					sourceRegions: ['us-east-1'],
					origin: { kind: 'live', sourceRegion: 'us-east-1' },
				},
			],
		});
		const text = 'region = "us-east-1"\nm = "newcomer.first-1"';
		expect(judge('a.py', text)).toEqual([]);
		expect(judge('a.py', text, live)).toMatchObject([
			{ decision: 'convert', candidates: [{ profileId: 'us.newcomer.first-1' }] },
		]);
	});

	it('rows of third-party confidence are not offered', () => {
		const unsure = catalogue.profiles.filter(
			({ origin }) => origin.kind === 'bundled' && origin.confidence === 'third-party',
		);
		expect(unsure.length).toBeGreaterThan(0);
		for (const { profileId, modelIds, sourceRegions } of unsure) {
			for (const region of sourceRegions.slice(0, 2)) {
				const offered = judge('a.py', `region = "${region}"\nm = "${modelIds[0]!}"`).flatMap(
					({ candidates }) => candidates,
				);
				expect(offered.map((each) => each.profileId)).not.toContain(profileId);
			}
		}
	});
});

describe("a project's configuration", () => {
	it.each([
		['.env', 'AWS_REGION=eu-west-1', ['eu-west-1']],
		['serverless.yml', 'provider:\n  region: us-west-2\n', ['us-west-2']],
		['samconfig.toml', '[default.deploy.parameters]\nregion = "ap-south-1"\n', ['ap-south-1']],
		['main.tf', 'provider "aws" {\n  region = "ca-central-1"\n}\n', ['ca-central-1']],
		['bin/app.ts', "new AppStack(app, 'A', { env: { region: 'eu-north-1' } });", ['eu-north-1']],
		['pyproject.toml', '[tool.app]\naws_region = "us-east-2"\n', ['us-east-2']],
		['.env.example', 'AWS_REGION=eu-west-1', ['eu-west-1']],
		['.env', 'AWS_REGION=eu-west-1\nBEDROCK_REGION=us-east-1', ['us-east-1']],
		[
			'docker-compose.yml',
			'services:\n  a:\n    environment:\n      AWS_REGION: ${AWS_REGION:-eu-west-1}',
			['eu-west-1'],
		],
		['Dockerfile', 'FROM python\nENV AWS_REGION eu-west-1', ['eu-west-1']],
		['Makefile', 'AWS_REGION ?= eu-west-1\n', ['eu-west-1']],
		['.github/workflows/ci.yml', 'env:\n  AWS_REGION: eu-west-1\n', ['eu-west-1']],
		['k8s/deployment.yaml', 'env:\n  - name: AWS_REGION\n    value: eu-west-1\n', ['eu-west-1']],
		['.bedrock_agentcore.yaml', 'agents:\n  a:\n    aws:\n      region: eu-west-1\n', ['eu-west-1']],
		['.streamlit/secrets.toml', '[aws]\nAWS_DEFAULT_REGION = "eu-west-1"\n', ['eu-west-1']],
		['app.py', 'import aws_cdk as cdk\nS(app, "A", env=cdk.Environment(region="us-west-2"))', ['us-west-2']],
		['app.py', 'import boto3\nboto3.client("bedrock-runtime", region_name="us-west-2")', []],
	])('%s', (path, text, expected) => {
		expect(isProjectConfiguration(path) || mayBeCdkProgram(path)).toBe(true);
		expect(projectRegions(path, text, catalogue).regions).toEqual(expected);
	});

	it('says which variable is which Region', () => {
		const env = projectRegions('.env', 'AWS_REGION=eu-west-1\nBEDROCK_REGION=us-east-1', catalogue);
		expect(env.variables).toEqual({ AWS_REGION: 'eu-west-1', BEDROCK_REGION: 'us-east-1' });
		const terraform = projectRegions('variables.tf', 'variable "aws_region" {\n  default = "eu-west-1"\n}', catalogue);
		expect(terraform.variables).toMatchObject({ aws_region: 'eu-west-1' });
	});

	it('is not any source file', () => expect(isProjectConfiguration('src/app.py')).toBe(false));
});
