import type { ErrorResponse } from 'resend'

/** What Resend answers instead of what was asked for; thrown inside the twin, turned into JSON at its edge. */
export class Refusal extends Error {
  readonly status: number
  readonly kind: ErrorResponse['name']
  readonly headers: Record<string, string>

  constructor(status: number, kind: ErrorResponse['name'], message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.kind = kind
    this.headers = headers
  }

  body(): ErrorResponse {
    return { statusCode: this.status, name: this.kind, message: this.message }
  }
}

export const invalid = (message: string): Refusal => new Refusal(422, 'validation_error', message)

export const missing = (field: string): Refusal => new Refusal(422, 'missing_required_field', `Missing \`${field}\` field.`)

export const notFound = (what: string): Refusal => new Refusal(404, 'not_found', `${what} not found`)

/** The connection breaks: whoever asked hears nothing, whatever was done. */
export class ConnectionLost extends Error {}
