import { type Act, hasRole } from '#base/act.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { ChoiceRefusal } from './choice.ts'
import { changeChoices } from './choose-workshops.ts'
import type { Move } from './plan.ts'

/**
 * Moves people to other workshops of a block, all or none, from where they were shown (`from`
 * undefined: none). Calendar entries follow in the same batch. @returns 'choice_changed' when
 * somebody has chosen otherwise since; 'no_such_place' also for non-organisers
 */
export const movePeople = async (
  act: Act,
  ask: { block: string; from: string | undefined; moves: readonly Move[] },
): Promise<Result<number, ChoiceRefusal>> => {
  if (!hasRole(act.actor, 'organiser', 'administrator') || ask.moves.length === 0) return refuse('no_such_place')
  const to = new Map(ask.moves.map((move) => [move.placeId, move.to]))
  return changeChoices(act, [...to.keys()], 'organiser', ({ event, places }) => {
    const block = event.sessions.filter((session) => session.block === ask.block && session.block !== '').map((session) => session.id)
    if ([...to.values()].some((id) => !block.includes(id))) return refuse('unknown_workshop')
    const inBlock = places.map((place) => place.workshopIds.find((id) => block.includes(id)))
    // Pressed twice: people already there stay.
    if (places.some((place, index) => inBlock[index] !== ask.from && inBlock[index] !== to.get(place.id))) return refuse('choice_changed')
    return ok(
      places.map((place) => ({ place, wanted: [...place.workshopIds.filter((id) => !block.includes(id)), to.get(place.id) ?? ''] })),
    )
  })
}
