// Whether the service can do its two jobs that depend on something outside it: answer from the database, and send mail.
import type { Bindings } from '../env.ts'

export type DatabaseHealth = 'ok' | 'not_migrated' | 'no_answer'
export type MailHealth = 'ok' | 'local' | 'no_key' | 'no_sender'

/** What the deployment lacks to send mail. The sender of the example configuration is nobody's. */
export const mailHealth = (env: Pick<Bindings, 'LOCAL_MAIL' | 'RESEND_API_KEY'> & { MAIL_FROM?: string }): MailHealth => {
  if (env.LOCAL_MAIL === '1') return 'local'
  if (!env.RESEND_API_KEY) return 'no_key'
  const from = env.MAIL_FROM ?? ''
  return !/[^@\s<]+@[^@\s>]+/.test(from) || /@example\.(gov\.uk|org|com)\b/.test(from) ? 'no_sender' : 'ok'
}
