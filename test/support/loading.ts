// How modules are loaded in workerd while nothing but loading happens. For each import of a module, also where that is there already, the plugin makes
// a request to the object that may speak with Node: 11,700 requests for 2,100 modules, all of which Node has given at once.

type Ask = (name: string, data: [url: string, importer?: string, options?: { cached?: boolean }]) => Promise<unknown>
type Runner = {
  transport: { invoke: Ask }
  options: { transport: { invoke: (event: unknown) => Promise<{ result: unknown } | { error: Error }> } }
}

const runner = (globalThis as unknown as { __vitest_mocker__: { moduleRunner: Runner } }).__vitest_mocker__.moduleRunner
const byRequest = runner.transport.invoke
runner.transport.invoke = async (name, data) => {
  if (data[2]?.cached) return { cache: true }
  const answer = await runner.options.transport.invoke({ type: 'custom', event: 'vite:invoke', data: { name, data } })
  if ('error' in answer) throw answer.error
  return answer.result
}

/** From here on modules are loaded as the plugin does it, which also serves an import within a request to the service. */
export const endLoading = (): void => {
  runner.transport.invoke = byRequest
}
