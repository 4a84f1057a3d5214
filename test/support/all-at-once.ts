// What a file of tests is made of goes into workerd at once, and without maps, which nobody reads there: asked for one by one, 2,000 modules take
// longer than most files. Vitest finds them for its pools on virtual machines alone, by the same question.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vitest/config'
import type { PoolWorker } from 'vitest/node'

/** A question or an answer between vitest and what runs in workerd, or a word to it. */
type Message = {
  t?: 'q' | 's'
  i?: string
  m?: string
  a?: unknown[]
  r?: unknown
  type?: string
  context?: { files: { filepath: string }[] }
}
/** A module as vitest gives it: its code, or where that is kept on disk. */
type Module = { cached?: true; tmp?: string; code?: string }

const finding = 'modules-of-the-files'

const inlined = (given: unknown, known = new Map<string, Module>()): unknown => {
  const { cached, tmp, ...rest } = (given ?? {}) as Module
  if (!cached || !tmp) return given
  // It is given by its path and by its address: what is the same object travels once.
  const module: Module = known.get(tmp) ?? { ...rest, code: readFileSync(tmp, 'utf8').replace(/\n\/\/# vitestCache=[\s\S]*$/, '') }
  known.set(tmp, module)
  return module
}
const allInlined = (modules: unknown): unknown => {
  const known = new Map<string, Module>()
  return Object.fromEntries(Object.entries(modules ?? {}).map(([name, module]) => [name, inlined(module, known)]))
}

/** A plain answer as devalue writes it, which looks at each of 15 million letters by itself. */
const written = (answer: unknown): string => {
  const all: unknown[] = []
  const known = new Map<unknown, number>()
  const placeOf = (value: unknown): number => {
    if (value === undefined) return -1
    const before = known.get(value)
    if (before !== undefined) return before
    const place = all.push(value) - 1
    known.set(value, place)
    if (value && typeof value === 'object')
      all[place] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, placeOf(one)]))
    return place
  }
  placeOf(answer)
  return JSON.stringify(all)
}

const given = (worker: PoolWorker & { socket?: { send: (text: string) => void } }): PoolWorker => {
  const [send, on] = [worker.send.bind(worker), worker.on.bind(worker)]
  const asked = new Map<string, string>()
  let files: string[] = []
  let found = (): void => {}
  worker.on = (event, callback) =>
    on(event, async (message: Message) => {
      if (event === 'message' && message.t === 'q') asked.set(message.i ?? '', message.m ?? '')
      if (event === 'message' && message.m === 'fetchWarmModules')
        await new Promise<void>((resolve) => {
          found = resolve
          callback({ t: 'q', m: 'prewarmModuleGraph', i: finding, a: ['ssr', files] })
        })
      callback(message)
    })
  worker.send = (request) => {
    const message = request as Message
    if (message.t === 's' && message.i === finding) return found()
    if (message.type === 'run') files = (message.context?.files ?? []).map(({ filepath }) => filepath)
    const question = message.t === 's' ? asked.get(message.i ?? '') : undefined
    asked.delete(message.i ?? '')
    if (question === 'fetchWarmModules' && message.r) return worker.socket?.send(written({ ...message, r: allInlined(message.r) }))
    send(question === 'fetch' && message.r ? ({ ...message, r: inlined(message.r) } as never) : request)
  }
  return worker
}

export const allAtOnce = (): Plugin => ({
  name: 'all-at-once',
  configureVitest({ project }) {
    const runner = project.config.poolRunner
    if (runner) project.config.poolRunner = { ...runner, createPoolWorker: (options) => given(runner.createPoolWorker(options)) }
  },
})
