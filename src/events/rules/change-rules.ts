import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { differenceOf } from '#base/setting.ts'
import type { BookingRules } from '#events/events/booking-rules.ts'
import type { Accepting, EventDetails } from '#events/events/event.ts'
import { type HeldBack, heldBackState } from './held-back.ts'
import type { HeldBackTyped } from './held-back-forms.ts'
import { insertHeldBack, setHeldBackWithdrawn, storedHeldBack, updateRules } from './rules-store.ts'

export type RulesRefusal = 'stale' | 'cancelled' | 'trust_limit_below_taken'

/**
 * Bookings keep theirs. @param ask.rules what a form showed of them @param ask.version 'stale' when
 * somebody changed the event since
 */
export const changeRules = async (
  act: Act,
  ask: { event: EventDetails; version: number; rules: Partial<BookingRules>; accepting: Accepting },
): Promise<Result<true, RulesRefusal>> => {
  const { event } = ask
  if (event.state === 'cancelled') return refuse('cancelled')
  if (event.version !== ask.version) return refuse('stale')
  const was = { ...event.rules, termsId: event.termsId, priceId: event.priceId, earlyUntil: event.earlyUntil }
  const difference = differenceOf(was, { ...ask.rules, ...ask.accepting })
  if (Object.keys(difference.after).length === 0) return ok(true)
  const result = await atomically(
    act.db,
    [
      ...updateRules(act, event, ask.rules, ask.accepting),
      logged(act, { act: 'event.rules_changed', subject: ['event', event.id], eventId: event.id, ...difference }),
    ],
    { [guardBroken]: 'stale' as const, trust_limit_below_taken: 'trust_limit_below_taken' as const },
  )
  return result.ok ? ok(true) : result
}

export type HoldRefusal = 'stale' | 'cancelled' | 'held_back_too_many' | 'saved_otherwise'

/** The same form reserves once. 'saved_otherwise': it reserved others. */
export const holdBack = async (
  act: Act,
  ask: { event: EventDetails; id: string; heldBack: HeldBackTyped },
): Promise<Result<true, HoldRefusal>> => {
  const { event, id, heldBack } = ask
  if (event.state === 'cancelled') return refuse('cancelled')
  const result = await atomically(
    act.db,
    [
      ...insertHeldBack(act, event, { ...heldBack, id }),
      logged(act, {
        act: 'event.places_held_back',
        subject: ['event', event.id],
        eventId: event.id,
        after: { heldBackId: id, ...heldBack },
      }),
    ],
    { [guardBroken]: 'stale' as const, held_back_too_many: 'held_back_too_many' as const, 'HeldBack.id': 'stale' as const },
  )
  if (result.ok) return ok(true)
  const stored = await storedHeldBack(act, event, { ...heldBack, id })
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

export type ReleaseRefusal = 'stale' | 'ended_before'

/** What schools took of it stays theirs. */
export const releaseHeldBack = async (
  act: Act,
  ask: { event: EventDetails; heldBack: HeldBack },
): Promise<Result<true, ReleaseRefusal>> => {
  const { event, heldBack } = ask
  if (heldBackState(heldBack, instant(act.now)) !== 'standing') return refuse('ended_before')
  const result = await atomically(
    act.db,
    [
      ...setHeldBackWithdrawn(act, event, heldBack.id),
      logged(act, {
        act: 'event.held_back_released',
        subject: ['event', event.id],
        eventId: event.id,
        before: { heldBackId: heldBack.id, places: heldBack.places, releaseAt: heldBack.releaseAt },
        after: { withdrawn: true },
      }),
    ],
    { [guardBroken]: 'stale' as const, held_back_only_ends: 'ended_before' as const },
  )
  return result.ok ? ok(true) : result
}
