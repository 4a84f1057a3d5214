// What goes wrong with a call that sends, when a test asks for it.

export const faultKinds = ['500', '500_after', 'lost', 'timeout', 'slow', 'broken'] as const
/**
 * `500`: refused, nothing was done. `500_after`: done, and then answered with 500. `lost`: done, and the connection breaks. `timeout`: done, and
 * the answer comes after `seconds`. `slow`: done after `seconds`; until then the key is in use. `broken`: the connection breaks, nothing was done.
 * Seconds are those of the account's clock.
 */
export type FaultKind = (typeof faultKinds)[number]
export type Fault = { kind: FaultKind; seconds: number }

export type Faults = {
  next: Fault[]
  /** Of all other calls, this share goes wrong in one of these ways; `state` is where its dice are. */
  share: { of: number; kinds: FaultKind[]; seconds: number; state: number } | undefined
}

export const noFaults = (): Faults => ({ next: [], share: undefined })

// Mulberry32: the same seed goes wrong in the same places.
const roll = (share: { state: number }): number => {
  share.state = (share.state + 0x6d2b79f5) | 0
  let mixed = Math.imul(share.state ^ (share.state >>> 15), 1 | share.state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

/** The fault of the call that begins now, if it has one. */
export const drawFault = (faults: Faults): Fault | undefined => {
  const next = faults.next.shift()
  if (next) return next
  const { share } = faults
  if (!share || roll(share) >= share.of) return undefined
  const kind = share.kinds[Math.floor(roll(share) * share.kinds.length)]
  return kind ? { kind, seconds: share.seconds } : undefined
}
