/** What Stripe answers instead of an object; thrown inside the twin, turned into JSON at its edge. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string
  readonly code: string | undefined
  readonly param: string | undefined

  constructor(message: string, more: { status?: number; type?: string; code?: string; param?: string } = {}) {
    super(message)
    this.status = more.status ?? 400
    this.type = more.type ?? 'invalid_request_error'
    this.code = more.code
    this.param = more.param
  }

  body(): { error: Record<string, string> } {
    return {
      error: {
        type: this.type,
        message: this.message,
        ...(this.code ? { code: this.code } : {}),
        ...(this.param ? { param: this.param } : {}),
      },
    }
  }
}

export const missing = (param: string): Refusal => new Refusal(`Missing required param: ${param}.`, { code: 'parameter_missing', param })

export const invalid = (message: string, param?: string, code?: string): Refusal =>
  new Refusal(message, { ...(param ? { param } : {}), ...(code ? { code } : {}) })

export const declined = (): Refusal => new Refusal('Your card was declined.', { status: 402, type: 'card_error', code: 'card_declined' })

export const notFound = (kind: string, id: string, param = 'id'): Refusal =>
  new Refusal(`No such ${kind}: '${id}'`, { status: param === 'id' ? 404 : 400, code: 'resource_missing', param })
