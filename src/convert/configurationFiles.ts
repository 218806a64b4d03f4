import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { elsewhere, isElsewhere } from './elsewhere';
import type { Engine } from './engineModule';
import { FolderListings } from './folderListings';
import { ProjectModules } from './projectModules';
import type { RegionEvidence } from './engine/engine';
import {
	type Configuration,
	type FolderConfigurations,
	largestConfiguration,
	projectEvidence,
} from './scan/projectEvidence';
import { isDeployedFrom, neighbourOf } from './scan/neighbourFolders';

export { ProfileUse } from './profileUse';

/**
 * Where a project's Region can be configured. The engine looks at the whole path again. No braces within braces: VS Code's
 * patterns know none.
 */
const names =
	'{.env,.env.*,*.env,*.env.*,env.*,.envrc,.Renviron,*env.sh,*environment.sh,wrangler.toml,wrangler.json,wrangler.jsonc,.dev.vars,.dev.vars.*,fly.toml,netlify.toml,render.yaml,render.yml,apprunner.yaml,apprunner.yml,aws-lambda-tools-defaults.json,serverless.yml,serverless.yaml,serverless.json,serverless.ts,samconfig.toml,samconfig.yaml,samconfig.yml,*template.yml,*template.yaml,*template.json,cloudformation*.yml,cloudformation*.yaml,cfn*.yml,cfn*.yaml,stack*.yml,stack*.yaml,cdk.json,cdk.context.json,pyproject.toml,setup.cfg,config.ini,config.yml,config.yaml,config.toml,config.json,settings.yml,settings.yaml,settings.toml,settings.json,secrets.toml,mise.toml,application*.yml,application*.yaml,application*.properties,application*.conf,reference.conf,src/main/resources/*.properties,src/main/resources/*.conf,src/main/resources/*.yml,src/main/resources/*.yaml,appsettings*.json,local.settings.json,docker-compose*.yml,docker-compose*.yaml,compose*.yml,compose*.yaml,Dockerfile*,*.Dockerfile,Containerfile,Makefile,values*.yaml,*configmap*.yaml,*deployment*.yaml,.bedrock_agentcore.yaml,Pulumi*.yaml,*.tf,*.tfvars,*.tfvars.*,account.hcl,common.hcl,env.hcl,region.hcl,root.hcl,terragrunt.hcl,sst.config.ts,bin/*.ts,amplify/backend.ts,config/default.json,config/default.json5,config/default.yml,config/default.yaml,config/default.toml,config/services*.yaml,config/services*.yml,config/packages/*.yaml,config/packages/*.yml,config/initializers/*.rb,config/aws.php,config/aws.yml,config/bedrock.php,config/bedrock.yml,config/ai.yml,config/llm.yml,config/services.php,config/ai.php,config/llm.php,config/prism.php,config/config.exs,config/runtime.exs,config/prod.exs,app.py,cdk.py,*App.java,infra/main.go,infrastructure/main.go,cdk/main.go,iac/main.go,vercel.json,chalice.json,zappa_settings.json,.gitlab-ci.yml,buildspec*.yml,deploy*.sh,deploy*.yml,deploy*.yaml,azure-pipelines.yml,azure-pipelines.yaml,bitbucket-pipelines.yml,cloudbuild.yaml,cloudbuild.yml,Jenkinsfile,group_vars/*.yml,group_vars/*.yaml,*config.example.*,*config.sample.*,*config.template.*,*config.dist.*,*config-example.*,*config-sample.*,*config-template.*,*config-dist.*,*settings.example.*,*settings.sample.*,*settings.template.*,*settings.dist.*,*settings-example.*,*settings-sample.*,*settings-template.*,*settings-dist.*,*config.*.example,*config.*.sample,*config.*.template,*config.*.dist,*settings.*.example,*settings.*.sample,*settings.*.template,*settings.*.dist,.github/workflows/*.yml,.github/workflows/*.yaml}';

/** A workspace with more than these has no one configuration. */
const mostFiles = 400;
/** The first analysis of a window waits this long for the configuration; later it is judged again. In milliseconds. */
const longestWait = 400;

/** The configurations of the workspace by the folder that they lie in. */
interface Read extends Configuration {
	readonly folder: vscode.Uri;
}

/** Reads what the workspace's configuration files say about Regions, and keeps it up to date. */
export class ConfigurationFiles implements vscode.Disposable {
	private readonly byFile = new Map<string, Read>();
	private readonly modules = new Map<string, ProjectModules>();
	private readonly listings = new FolderListings();
	private reading: Promise<void> | undefined;
	private isRead = false;
	private readonly subscriptions: { dispose(): unknown }[] = [];
	private readonly onChange: () => void;

	constructor(
		private readonly log: vscode.LogOutputChannel,
		/** Called when a configuration names other Regions than before. */
		onChange: () => void,
	) {
		this.onChange = () => {
			// It may be that of a package whose programs use another one's constants.
			for (const modules of this.modules.values()) modules.renew();
			onChange();
		};
	}

	/**
	 * The evidence of the nearest folder whose configuration names a Region. Terraform listens to Terraform first.
	 * @returns `undefined` where none does, and for a file outside the workspace.
	 */
	async evidenceFor(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<RegionEvidence | undefined> {
		const top = vscode.workspace.getWorkspaceFolder(uri)?.uri;
		if (!top) return undefined;
		this.reading ??= this.readAll(engine, catalogue);
		if (!this.isRead) await Promise.race([this.reading, pause(longestWait)]);
		if (this.isRead) await this.readUntold(foldersAround(uri, top), engine, catalogue);
		return this.knownFor(uri, top);
	}

	/** Reads what came into the folders, and forgets what left them, without a word from VS Code. */
	private async readUntold(folders: readonly vscode.Uri[], engine: Engine, catalogue: Catalogue): Promise<void> {
		const isUntold = await Promise.all(
			folders.map(async (folder) => {
				const names = isElsewhere(folder) ? undefined : await this.listings.ifChanged(folder);
				if (!names) return false;
				const below = `${vscode.workspace.asRelativePath(folder, false)}/`;
				const files = names
					.filter((name) => engine.isProjectConfiguration(below + name) || engine.mayBeCdkProgram(name))
					.map((name) => vscode.Uri.joinPath(folder, name));
				const found = new Set(files.map(String));
				const gone = [...this.byFile].flatMap(([key, each]) =>
					each.folder.toString() === folder.toString() && !found.has(key) ? key : [],
				);
				for (const key of gone) this.byFile.delete(key);
				let hasNew = false;
				for (const uri of files) {
					if (this.byFile.has(uri.toString())) continue;
					await this.read(uri, engine, catalogue);
					hasNew ||= this.byFile.has(uri.toString());
				}
				return gone.length > 0 || hasNew;
			}),
		);
		if (isUntold.includes(true)) this.onChange();
	}

	private knownFor(uri: vscode.Uri, top: vscode.Uri): RegionEvidence | undefined {
		const folders = foldersAround(uri, top).map((folder): FolderConfigurations =>
			this.configurationsAround(folder.toString()),
		);
		return projectEvidence(uri.toString(), folders);
	}

	/** Those of a folder, and those in the folders below it that configure what lies beside them. */
	private configurationsAround(folder: string): FolderConfigurations {
		return [...this.byFile.values()].flatMap((each) => {
			if (each.folder.toString() === folder) return each;
			const place = neighbourOf(each.folder.toString()).find(({ above }) => above === folder)?.place;
			if (place === undefined && !isDeployedFrom(folder, each.folder.toString())) return [];
			return { ...each, standing: each.standing === 'project' && place !== 'bin' ? 'neighbour' : each.standing };
		});
	}

	/** The texts that a file of the workspace may import names from. */
	modulesFor(uri: vscode.Uri): ProjectModules | undefined {
		const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
		if (!folder) return undefined;
		const key = folder.toString();
		const configured = (path: string): RegionEvidence | undefined =>
			this.knownFor(vscode.Uri.joinPath(folder, path), folder);
		const modules = this.modules.get(key) ?? new ProjectModules(folder, this.onChange, configured);
		this.modules.set(key, modules);
		return modules;
	}

	dispose(): void {
		for (const subscription of this.subscriptions) subscription.dispose();
		for (const modules of this.modules.values()) modules.dispose();
		this.byFile.clear();
	}

	private async readAll(engine: Engine, catalogue: Catalogue): Promise<void> {
		const started = performance.now();
		this.watch(engine, catalogue);
		try {
			const found = await vscode.workspace.findFiles(`**/${names}`, elsewhere, mostFiles);
			if (found.length === mostFiles) {
				this.log.warn(`Only the first ${String(mostFiles)} configuration files are read for their regions.`);
			}
			for (const uri of found) await this.read(uri, engine, catalogue);
		} catch (error) {
			this.log.warn('The configuration files of the workspace could not be read', error);
		}
		this.isRead = true;
		if (performance.now() - started > longestWait && this.byFile.size > 0) this.onChange();
	}

	private watch(engine: Engine, catalogue: Catalogue): void {
		const watcher = vscode.workspace.createFileSystemWatcher(`**/${names}`);
		const readAgain = async (uri: vscode.Uri): Promise<void> => {
			if (isElsewhere(parent(uri))) return;
			const before = this.regionsOf(uri);
			await this.read(uri, engine, catalogue);
			if (this.regionsOf(uri) !== before) this.onChange();
		};
		this.subscriptions.push(
			watcher,
			watcher.onDidChange(readAgain),
			watcher.onDidCreate(readAgain),
			watcher.onDidDelete((uri) => {
				if (this.byFile.delete(uri.toString())) this.onChange();
			}),
			vscode.workspace.onDidChangeWorkspaceFolders(() => {
				this.byFile.clear();
				this.subscriptions.splice(0).forEach((each) => void each.dispose());
				this.reading = undefined;
				this.isRead = false;
				this.onChange();
			}),
		);
	}

	/** Until the file has been read again it says what it said: what is judged meanwhile is not judged anew. */
	private async read(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<void> {
		const key = uri.toString();
		const hasRoom = this.byFile.has(key) || this.byFile.size < mostFiles;
		const read = hasRoom ? await this.readOne(uri, engine, catalogue) : undefined;
		if (read) this.byFile.set(key, read);
		else this.byFile.delete(key);
	}

	/** A file that cannot be read says nothing. */
	private async readOne(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<Read | undefined> {
		const path = vscode.workspace.asRelativePath(uri, false);
		if (!engine.isProjectConfiguration(path) && !engine.mayBeCdkProgram(path)) return undefined;
		try {
			const { size } = await vscode.workspace.fs.stat(uri);
			if (size > largestConfiguration) return undefined;
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
			const modules = this.modulesFor(uri);
			const judge = () => engine.projectRegions(path, text, catalogue, undefined, modules?.read);
			let says = judge();
			// What the file imports its Region from, or runs, is read when it was asked for; a build says what it runs.
			for (let round = 0; round < 2 && (await modules?.readWanted()); round++) says = judge();
			const standing = engine.configurationKind(path) ?? 'project';
			return { path: uri.toString(), folder: parent(uri), says, standing };
		} catch (error) {
			this.log.debug(`${path} says nothing about regions`, error);
			return undefined;
		}
	}

	private regionsOf(uri: vscode.Uri): string {
		return JSON.stringify(this.byFile.get(uri.toString())?.says ?? '');
	}
}

/** From the workspace's folder down to the file's own. */
function foldersAround(uri: vscode.Uri, top: vscode.Uri): vscode.Uri[] {
	const folders: vscode.Uri[] = [];
	for (let folder = parent(uri); folder.path.length >= top.path.length; folder = parent(folder)) {
		folders.unshift(folder);
		if (folder.path === parent(folder).path) break;
	}
	return folders;
}

function parent(uri: vscode.Uri): vscode.Uri {
	return vscode.Uri.joinPath(uri, '..');
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
