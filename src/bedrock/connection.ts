/** How requests get to AWS from here. */
export interface Network {
	/** `http://proxy.example.com:8080`, through which every request goes; may hold a password. */
	readonly proxy?: string;
	/** Certificates in PEM form that are trusted beside the usual ones. */
	readonly certificates?: string;
	/** Endpoints with validated cryptography. Not every Region has them. */
	readonly useFips?: boolean;
}

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
			/** The same for Bedrock's control plane alone; `undefined`: as `endpoint`. */
			readonly controlEndpoint?: string;
			/** The same for Bedrock Runtime alone; `undefined`: as `endpoint`. */
			readonly runtimeEndpoint?: string;
			readonly network?: Network;
	  }
	| {
			readonly kind: 'simulator';
			readonly sourceRegion: string;
			readonly endpoint: string;
			readonly accessKeyId: string;
			readonly secretAccessKey: string;
	  };
