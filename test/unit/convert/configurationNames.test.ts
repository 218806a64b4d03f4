import { describe, expect, it } from 'vitest';
import { configurationKind } from '../../../src/convert/engine/configurationNames';

describe('what a file configures', () => {
	for (const [kind, names] of [
		[
			'project',
			'serverless.ts sst.config.ts bin/app.ts infra/bin/my-stack.ts aws-exports.js .env .Renviron prod.env .env.local',
		],
		[
			'project',
			'serverless.yml samconfig.toml main.tf prod.tfvars region.hcl Pulumi.dev.yaml application-prod.properties reference.conf src/main/resources/library.properties',
		],
		[
			'project',
			'set_env.sh docker-compose.override.yml appsettings.Development.json copilot/api/manifest.yml kustomization.yaml config/services.yaml config/packages/ai.yaml',
		],
		[
			'tooling',
			'Dockerfile Dockerfile.py worker.Dockerfile Makefile justfile Taskfile.yml config.yaml values-eu.yaml mise.toml',
		],
		[
			'pipeline',
			'.github/workflows/deploy.yml .gitlab-ci.yml buildspec.yml deploy.yml azure-pipelines.yml .circleci/config.yml Jenkinsfile config/bedrock.yml',
		],
		[
			'example',
			'.env.example .env.local.sample example.env config.sample.php wp-config-sample.php settings.example.py config.yml.dist terraform.tfvars.example prod.tfvars.sample',
		],
	] as const) {
		for (const name of names.split(' ')) {
			it(`${name}: ${kind}`, () => {
				expect(configurationKind(name)).toBe(kind);
				expect(configurationKind(`packages/api/${name}`)).toBe(kind);
			});
		}
	}

	it('is nothing for what has no such name', () => {
		for (const name of [
			'app.ts',
			'environment.py',
			'run_envoy.sh',
			'profile.ts',
			'sample.config.ts',
			'config.php',
			'examples/chat.sample.py',
			'README.md',
			'cabin/app.ts',
			'package.json',
			'LICENSE',
		]) {
			expect(configurationKind(name), name).toBeUndefined();
		}
	});
});
