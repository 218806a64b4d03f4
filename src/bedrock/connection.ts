/** Where requests go. Nothing above `aws/` can tell the two apart. */
export type Connection =
	| {
			readonly kind: 'aws';
			/** A name from `~/.aws/config`; `undefined`: the SDK's own chain. */
			readonly awsProfile?: string;
			/** A Bedrock API key, sent instead of a signature: a secret. */
			readonly apiKey?: string;
			readonly sourceRegion: string;
			/** A VPC endpoint or proxy in front of Bedrock; `undefined`: AWS's own. */
			readonly endpoint?: string;
	  }
	| {
			readonly kind: 'simulator';
			readonly sourceRegion: string;
			readonly endpoint: string;
			readonly accessKeyId: string;
			readonly secretAccessKey: string;
	  };
