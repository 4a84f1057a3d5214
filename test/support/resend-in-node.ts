// The real SDK on a twin in this process, for tests that run in Node.
import { type ErrorResponse, Resend } from 'resend'
import { startResendTwin } from '#tools/twins/resend/server.ts'
import { type ResendTwinDesk, resendTwinFor } from './resend-twin.ts'

/** A twin of one test file; stop it when the file is done. */
export const resendInNode = async (options: Omit<Parameters<typeof startResendTwin>[0], 'port'> = {}) => {
  const running = await startResendTwin({ port: 0, domains: ['muster.example'], ...options })
  return {
    ...running,
    /** An account of its own. */
    account: (name: string): { resend: Resend; desk: ResendTwinDesk; key: string } => {
      const key = `re_${name}`
      return { key, resend: new Resend(key, { baseUrl: running.url }), desk: resendTwinFor(key, fetch, running.url) }
    },
    /** What the SDK would never send. */
    ask: (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${running.url}${path}`, init),
  }
}

/** What was answered; fails when it was refused. */
export const given = async <T>(asked: Promise<{ data: T | null; error: ErrorResponse | null }>): Promise<T> => {
  const { data, error } = await asked
  if (error || data === null) throw new Error(`Refused: ${JSON.stringify(error)}`)
  return data
}

/** How it was refused; fails when it was not. */
export const refusal = async (asked: Promise<{ data: unknown; error: ErrorResponse | null }>): Promise<ErrorResponse> => {
  const { error, data } = await asked
  if (!error) throw new Error(`Not refused: ${JSON.stringify(data)}`)
  return error
}
