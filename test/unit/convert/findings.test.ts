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

function judge(path: string, text: string, known = catalogue): readonly Judgement[] {
	return analyse({ path, text, catalogue: known, today: '2026-11-22' });
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
