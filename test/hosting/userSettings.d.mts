export declare function readSettings(userData: string): Record<string, unknown>;
