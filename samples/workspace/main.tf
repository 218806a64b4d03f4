terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "us-west-2"
}

variable "agent_role_arn" {
  type = string
}

resource "aws_bedrockagent_agent" "support" {
  agent_name              = "support"
  agent_resource_role_arn = var.agent_role_arn
  foundation_model        = "anthropic.claude-haiku-4-5-20251001-v1:0"
  instruction             = "You answer customers' questions about their orders, politely and in two sentences."
}
