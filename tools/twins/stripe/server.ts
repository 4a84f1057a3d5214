// The twin on a port of this machine, with a postman: deliveries are posted when they are due and repeated until they are answered.
import { answerWith, listen, stopListening } from '#tools/twins/listen.ts'
import { postEvent } from '#tools/twins/post.ts'
import { readState, writeState } from '#tools/twins/state.ts'
import type { KeptAccount } from './account.ts'
import { createStripeTwin, prepareStripeTwin } from './app.ts'
import { letTimePass } from './control.ts'
import { answered, due } from './desk.ts'

/**
 * @param options.port 0 chooses a free one
 * @param options.webhookUrl where the events of every account are posted, signed with `secret`
 * @param options.stateFile keeps what happened for the next start
 */
export const startStripeTwin = async (options: {
  port: number
  webhookUrl?: string
  secret?: string
  stateFile?: string
}): Promise<{ url: string; twin: ReturnType<typeof createStripeTwin>; stop: () => Promise<void> }> => {
  await prepareStripeTwin()
  const { server, url } = await listen(options.port)
  const endpoint = options.webhookUrl ? { url: options.webhookUrl, secret: options.secret ?? '' } : undefined
  const twin = createStripeTwin({ pages: url, ...(endpoint ? { endpoint } : {}) })
  for (const kept of readState<KeptAccount>(options.stateFile)) {
    const account = twin.account(kept.key)
    account.restore(kept)
    if (endpoint) account.desk.endpoints = [endpoint]
  }

  answerWith(server, url, twin)

  const save = (): void => {
    if (!options.stateFile) return
    writeState(
      options.stateFile,
      twin.accounts().map((account) => account.kept()),
    )
  }

  const ending = new AbortController()
  const rounds = async (): Promise<void> => {
    for (let round = 0; !ending.signal.aborted; round++) {
      for (const account of twin.accounts()) {
        letTimePass(account)
        for (const delivery of due(account.desk, account.now())) {
          if (ending.signal.aborted) return
          answered(account.desk, delivery.id, await postEvent(delivery, ending.signal), account.now())
        }
      }
      if (round % 25 === 24) save()
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const walking = rounds()
  return {
    url,
    twin,
    stop: async () => {
      ending.abort()
      await stopListening(server)
      await walking
      save()
    },
  }
}
