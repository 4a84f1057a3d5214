// Runs the twin of Resend beside a local Muster: the real library sends its mail there, and
// /dev/inbox shows it.
import { join } from 'node:path'
import { mailTwinState } from './local-data.ts'
import { senderDomain, settingsOf } from './settings.ts'

const key = 're_local'
const secret = `whsec_${Buffer.from('pretend mail on this machine').toString('base64')}`
// What Resend allows by itself.
const perSecond = 10

export type MailTwin = {
  /** What leads a Worker to it. */
  vars: Record<string, string>
  /** From now on limit the rate as Resend does; loading a demonstration should not wait for it. */
  limit: () => void
  stop: () => Promise<void>
}

/** What leads a Worker to the twin at `url`. */
export const mailTwinVars = (url: string): Record<string, string> => ({
  RESEND_API_KEY: key,
  RESEND_INBOUND_KEY: key,
  RESEND_BASE_URL: url,
  RESEND_WEBHOOK_SECRET: secret,
  MAIL_TWIN_URL: url,
})

/**
 * @param options.built the build of the Worker that it is beside
 * @param options.folder of the local data; `options.port`: 0 chooses a free one
 * @param options.webhookUrl where it tells what became of mails
 */
export const startMailTwin = async (options: { built: string; folder: string; port: number; webhookUrl?: string }): Promise<MailTwin> => {
  const { startResendTwin } = await import('#tools/twins/resend/server.ts')
  const twin = await startResendTwin({
    port: options.port,
    ...(options.webhookUrl ? { webhookUrl: options.webhookUrl, secret } : {}),
    stateFile: join(options.folder, mailTwinState),
    domains: [senderDomain(settingsOf(options.built))],
  })
  const { settings } = twin.twin.account(key)
  settings.perSecond = undefined
  return {
    vars: mailTwinVars(twin.url),
    limit: () => {
      settings.perSecond = perSecond
    },
    stop: twin.stop,
  }
}
