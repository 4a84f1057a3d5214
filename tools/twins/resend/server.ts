// The twin on a port of this machine, with a postman: deliveries are posted when they are due and repeated until they are answered.
import { answerWith, listen, stopListening } from '#tools/twins/listen.ts'
import { postEvent } from '#tools/twins/post.ts'
import { readState, writeState } from '#tools/twins/state.ts'
import type { KeptAccount } from './account.ts'
import { createResendTwin, type ResendTwin } from './app.ts'
import { answered, due, type Waiting } from './desk.ts'
import { letTimePass } from './fates.ts'

/** The postman goes to nobody but this machine; what is addressed elsewhere is for a test to take. */
const isHere = (url: string): boolean => ['127.0.0.1', 'localhost'].includes(new URL(url).hostname)

/** A round's deliveries: what arrived goes first, so that an answer need not wait for what was told of hundreds of mails. */
const nextOf = (ready: readonly Waiting[]): Waiting[] => {
  const here = ready.filter((one) => isHere(one.endpoint.url))
  return [...here.filter((one) => one.type === 'email.received'), ...here.filter((one) => one.type !== 'email.received')].slice(0, 10)
}

/**
 * @param options.port 0 chooses a free one
 * @param options.webhookUrl where the events of every account are posted, signed with `secret`
 * @param options.stateFile keeps what happened for the next start
 * @param options.domains verified for every account
 * @param options.perSecond how many requests an account may make in a second
 */
export const startResendTwin = async (options: {
  port: number
  webhookUrl?: string
  secret?: string
  stateFile?: string
  domains?: readonly string[]
  perSecond?: number
}): Promise<{ url: string; twin: ResendTwin; stop: () => Promise<void> }> => {
  const { server, url } = await listen(options.port)
  const endpoint = options.webhookUrl ? { url: options.webhookUrl, secret: options.secret ?? '' } : undefined
  const { domains, perSecond } = options
  const twin = createResendTwin({
    files: url,
    ...(endpoint ? { endpoint } : {}),
    ...(domains ? { domains } : {}),
    ...(perSecond ? { perSecond } : {}),
  })
  for (const kept of readState<KeptAccount>(options.stateFile)) {
    const account = twin.account(kept.key)
    account.restore(kept)
    if (!endpoint) continue
    account.desk.endpoints = [endpoint]
    for (const one of account.desk.waiting) one.endpoint = endpoint
  }

  answerWith(server, url, twin)

  let saved = 0
  const save = (): void => {
    if (!options.stateFile) return
    const changes = twin.accounts().reduce((sum, account) => sum + account.changes, 0)
    if (changes === saved) return
    saved = changes
    writeState(
      options.stateFile,
      twin.accounts().map((account) => account.kept()),
    )
  }

  const ending = new AbortController()
  const rounds = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      for (const account of twin.accounts()) {
        letTimePass(account)
        for (const delivery of due(account.desk, account.now(), undefined, nextOf)) {
          if (ending.signal.aborted) return
          answered(account.desk, delivery.id, await postEvent(delivery, ending.signal), account.now())
          account.changes += 1
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const walking = rounds()
  // Beside the rounds: one that tells of many mails takes long, and whoever is killed meanwhile must not forget what was accepted.
  const saving = setInterval(save, 1000)
  return {
    url,
    twin,
    stop: async () => {
      ending.abort()
      clearInterval(saving)
      await stopListening(server)
      await walking
      save()
    },
  }
}
