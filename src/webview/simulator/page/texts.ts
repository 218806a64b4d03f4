/** Every sentence of the page, in one language. */
export interface Texts {
	readonly title: string;
	readonly world: (name: string, asOf: string) => string;
	readonly account: (id: string) => string;
	readonly requestsInAll: (count: string) => string;
	readonly isLimited: string;
	readonly noToken: string;
	readonly noAnswer: string;
	readonly refused: (message: string) => string;
	readonly regions: string;
	readonly regionsHint: string;
	readonly areas: Readonly<Record<Area, string>>;
	readonly perMinute: (count: string) => string;
	readonly capacity: string;
	readonly quota: string;
	readonly load: string;
	readonly loadOf: (region: string) => string;
	readonly capacityOf: (region: string, load: string, used: string) => string;
	readonly quotaOf: (region: string, used: string) => string;
	readonly showRegion: (region: string) => string;
	readonly routes: string;
	readonly noRoutes: string;
	readonly modelsIn: (region: string) => string;
	readonly noModels: string;
	readonly model: string;
	readonly requestsUsed: string;
	readonly tokensUsed: string;
	readonly quotaByModelId: string;
	readonly quotaByProfile: string;
	readonly faults: string;
	readonly faultsHint: string;
	readonly kind: string;
	readonly operation: string;
	readonly region: string;
	readonly any: string;
	readonly count: string;
	readonly probability: string;
	readonly members: Readonly<Record<string, string>>;
	readonly addFault: string;
	readonly removeFault: (kind: string) => string;
	readonly remove: string;
	readonly clearFaults: string;
	readonly noFaults: string;
	readonly struck: (struck: number, left: number | undefined) => string;
	readonly log: string;
	readonly search: string;
	readonly outcome: string;
	readonly outcomes: Readonly<Record<Outcome, string>>;
	readonly freeze: string;
	readonly shown: (shown: number, all: number) => string;
	readonly noRequests: string;
	readonly columns: {
		readonly time: string;
		readonly request: string;
		readonly route: string;
		readonly result: string;
		readonly duration: string;
		readonly events: string;
	};
	readonly running: string;
	readonly aborted: string;
}

export type Area = 'us' | 'americas' | 'europe' | 'asia' | 'middleEast' | 'other';
export type Outcome = 'all' | 'running' | 'failed' | 'rerouted' | 'struck';

const english: Texts = {
	title: 'Bedrock simulator',
	world: (name, asOf) => `World “${name}”, as of ${asOf}`,
	account: (id) => `Account ${id}`,
	requestsInAll: (count) => `${count} requests so far`,
	isLimited: 'Quotas throttle',
	noToken:
		'This page needs the secret of the run. Open the address that the simulator printed when it started; it ends with #….',
	noAnswer: 'The simulator does not answer; it may have ended. Trying again…',
	refused: (message) => `The simulator refused: ${message}`,
	regions: 'Regions',
	regionsHint: 'Raise a Region’s load and requests through profiles go around it.',
	areas: {
		us: 'United States',
		americas: 'Canada and Latin America',
		europe: 'Europe',
		asia: 'Asia Pacific',
		middleEast: 'Middle East and Africa',
		other: 'Elsewhere',
	},
	perMinute: (count) => `${count}/min`,
	capacity: 'Upper bar: capacity used by requests that ran here',
	quota: 'Lower bar: quota used by requests sent from here',
	load: 'Capacity used by others: the load, which you set',
	loadOf: (region) => `Load of ${region} by others, in percent`,
	capacityOf: (region, load, used) =>
		`Capacity of ${region}: ${load} used by others, ${used} by requests through profiles`,
	quotaOf: (region, used) => `Quota of ${region}: ${used} used`,
	showRegion: (region) => `Show only ${region} in the log`,
	routes: 'Re-routed in the last minute',
	noRoutes: 'No request has left its source Region.',
	modelsIn: (region) => `Quota use in ${region}, last minute`,
	noModels: 'No model was used here in the last minute.',
	model: 'Model',
	requestsUsed: 'Requests run',
	tokensUsed: 'Tokens',
	quotaByModelId: 'Quota by model ID',
	quotaByProfile: 'Quota through profiles',
	faults: 'Faults',
	faultsHint: 'The first rule that fits a request strikes it.',
	kind: 'Fault',
	operation: 'Operation',
	region: 'Region',
	any: 'Any',
	count: 'How many',
	probability: 'Probability',
	members: {
		after: 'After events',
		milliseconds: 'Milliseconds',
		name: 'Error name',
		status: 'HTTP status',
		message: 'Message',
		code: 'HTTP/2 code',
		value: 'Content type',
		retryAfterMilliseconds: 'Retry after (ms)',
	},
	addFault: 'Add rule',
	removeFault: (kind) => `Remove the rule ${kind}`,
	remove: 'Remove',
	clearFaults: 'Remove all',
	noFaults: 'Nothing goes wrong on purpose.',
	struck: (struck, left) => (left === undefined ? `struck ${struck}` : `struck ${struck}, ${left} left`),
	log: 'Requests',
	search: 'Search',
	outcome: 'Show',
	outcomes: { all: 'All', running: 'Running', failed: 'Failed', rerouted: 'Re-routed', struck: 'Struck by a fault' },
	freeze: 'Freeze',
	shown: (shown, all) => `${shown} of the last ${all}`,
	noRequests: 'No request yet. Point an AWS SDK to this address and send one.',
	columns: {
		time: 'Time',
		request: 'Request',
		route: 'Route',
		result: 'Result',
		duration: 'Duration',
		events: 'Events',
	},
	running: 'running',
	aborted: 'client left',
};

const japanese: Texts = {
	title: 'Bedrock シミュレーター',
	world: (name, asOf) => `ワールド「${name}」（${asOf} 時点）`,
	account: (id) => `アカウント ${id}`,
	requestsInAll: (count) => `これまでのリクエスト: ${count} 件`,
	isLimited: 'クォータで制限する',
	noToken:
		'このページには実行ごとの秘密の値が必要です。シミュレーターの起動時に表示されたアドレス（末尾が #…）を開いてください。',
	noAnswer: 'シミュレーターから応答がありません。終了した可能性があります。再試行しています…',
	refused: (message) => `シミュレーターが拒否しました: ${message}`,
	regions: 'リージョン',
	regionsHint: '負荷を上げると、プロファイル経由のリクエストはそのリージョンを避けます。',
	areas: {
		us: '米国',
		americas: 'カナダ・中南米',
		europe: 'ヨーロッパ',
		asia: 'アジアパシフィック',
		middleEast: '中東・アフリカ',
		other: 'その他',
	},
	perMinute: (count) => `${count} 件/分`,
	capacity: '上の帯: ここで実行されたリクエストが使う容量',
	quota: '下の帯: ここから送信されたリクエストが使うクォータ',
	load: '他者が使う容量（スライダーで設定する負荷）',
	loadOf: (region) => `${region} の他者による負荷（パーセント）`,
	capacityOf: (region, load, used) => `${region} の容量: 他者が ${load}、プロファイル経由のリクエストが ${used} を使用`,
	quotaOf: (region, used) => `${region} のクォータ: ${used} を使用`,
	showRegion: (region) => `ログに ${region} だけを表示`,
	routes: '直近 1 分の再ルーティング',
	noRoutes: '送信元リージョンを離れたリクエストはありません。',
	modelsIn: (region) => `${region} のクォータ使用状況（直近 1 分）`,
	noModels: '直近 1 分に使用されたモデルはありません。',
	model: 'モデル',
	requestsUsed: '実行数',
	tokensUsed: 'トークン',
	quotaByModelId: 'モデル ID 指定のクォータ',
	quotaByProfile: 'プロファイル経由のクォータ',
	faults: '障害',
	faultsHint: 'リクエストに最初に当てはまった規則が適用されます。',
	kind: '障害の種類',
	operation: '操作',
	region: 'リージョン',
	any: 'すべて',
	count: '回数',
	probability: '確率',
	members: {
		after: '何イベント後',
		milliseconds: 'ミリ秒',
		name: 'エラー名',
		status: 'HTTP ステータス',
		message: 'メッセージ',
		code: 'HTTP/2 コード',
		value: 'コンテンツタイプ',
		retryAfterMilliseconds: '再試行まで (ms)',
	},
	addFault: '規則を追加',
	removeFault: (kind) => `規則 ${kind} を削除`,
	remove: '削除',
	clearFaults: 'すべて削除',
	noFaults: '意図的な障害はありません。',
	struck: (struck, left) => (left === undefined ? `${struck} 回適用` : `${struck} 回適用、残り ${left} 回`),
	log: 'リクエスト',
	search: '検索',
	outcome: '表示',
	outcomes: { all: 'すべて', running: '実行中', failed: '失敗', rerouted: '再ルーティング', struck: '障害の適用' },
	freeze: '更新を止める',
	shown: (shown, all) => `直近 ${all} 件のうち ${shown} 件`,
	noRequests: 'まだリクエストがありません。AWS SDK の接続先をこのアドレスにして送信してください。',
	columns: {
		time: '時刻',
		request: 'リクエスト',
		route: '経路',
		result: '結果',
		duration: '所要時間',
		events: 'イベント',
	},
	running: '実行中',
	aborted: 'クライアントが切断',
};

/** @param language of the document: `en` or `ja` */
export function textsIn(language: string): Texts {
	return language === 'ja' ? japanese : english;
}
