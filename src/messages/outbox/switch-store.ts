import type { MessageKind } from './kind.ts'

/** Whether a kind of message is switched off for an event; if so none is stored. */
export const isSwitchedOff = async (db: SqlDatabase, eventId: string, kind: MessageKind): Promise<boolean> =>
  (await db.prepare('SELECT 1 AS off FROM EventMessage WHERE eventId = ?1 AND kind = ?2 AND isOn = 0').bind(eventId, kind).first()) !== null
