// Posts an event of a twin to whoever is told of it.

/**
 * @param ending ends it at once
 * @returns the status of the answer; 0 when there is none, or it breaks off or takes longer than ten
 *   seconds
 */
export const postEvent = async (
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
  ending: AbortSignal,
): Promise<number> => {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(10_000)])
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}
