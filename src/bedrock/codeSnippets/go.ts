import { nativeBody, type SnippetFacts } from './snippetFacts';

export function go(facts: SnippetFacts): string {
	return facts.answers === 'text' ? converse(facts) : invoke(facts);
}

function converse({ modelId, sourceRegion }: SnippetFacts): string {
	return `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
)

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion("${sourceRegion}"))
	if err != nil {
		log.Fatal(err)
	}
	response, err := bedrockruntime.NewFromConfig(cfg).Converse(ctx, &bedrockruntime.ConverseInput{
		ModelId: aws.String("${modelId}"),
		Messages: []types.Message{{
			Role:    types.ConversationRoleUser,
			Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: "Hello"}},
		}},
		InferenceConfig: &types.InferenceConfiguration{MaxTokens: aws.Int32(512)},
	})
	if err != nil {
		log.Fatal(err)
	}
	if output, ok := response.Output.(*types.ConverseOutputMemberMessage); ok {
		for _, block := range output.Value.Content {
			if text, ok := block.(*types.ContentBlockMemberText); ok {
				fmt.Println(text.Value)
			}
		}
	}
}
`;
}

function invoke(facts: SnippetFacts): string {
	return `package main

import (
	"context"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
)

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion("${facts.sourceRegion}"))
	if err != nil {
		log.Fatal(err)
	}
	response, err := bedrockruntime.NewFromConfig(cfg).InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
		ModelId:     aws.String("${facts.modelId}"),
		ContentType: aws.String("application/json"),
		Body:        []byte(\`${nativeBody(facts)}\`),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(response.Body))
}
`;
}
