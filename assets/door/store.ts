// What stays on the device: names, encrypted with a key that cannot be taken out; what waits to be
// sent, until the server has it; and the tokens by which it is sent.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { DoorEvent, DoorSession } from '#attendance/door/day.ts'
import { type Known, nothingKnown, type Unsent, unsentOf, type Waiting } from '#attendance/door/device.ts'
import { openEntry, sealEntry } from '#attendance/door/entry-cipher.ts'
import type { CipherKey } from '#people/factors/cipher.ts'
import { mostWrong, unwrapped, type Wrapped, wrappedBy } from './pin.ts'
import { hashOf } from './scan.ts'

export type Snapshot = {
  event: DoorEvent
  sessions: DoorSession[]
  roles: { id: string; label: string }[]
  /** Whoever came by a link closes no day. */
  mayClose: boolean
  known: Known
  /** On a shared tablet the token of the sign-in, which no cookie holds. */
  signIn?: string
}

export type Grant = { id: string; code: string; token: string; account: string; endsAt: string; clockAhead: number }

/** `key`: of a device of one person; of a shared one it is `wrapped`. `tries`: wrong PINs since a right one. */
type Kept = {
  key?: CryptoKey
  wrapped?: Wrapped
  tries?: number
  /** Of the sign-in under the PIN: by it we are asked whether it was ended. */
  signInId?: string
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
  savedAt: number
}

interface Schema extends DBSchema {
  snapshots: { key: string; value: Kept }
  unsent: { key: string; value: Waiting & { code: string; order: number } }
  grants: { key: string; value: Grant }
  device: { key: string; value: string }
}

/** Read by every page of the service (`start.js`), which says how much waits and forgets names in time. */
const noteKey = 'muster-door'
const day = 24 * 60 * 60_000

export class Store {
  private order = 0
  /** Of a shared device, once its PIN was chosen or entered. */
  private opened: { key: CryptoKey; wrapped: Wrapped } | undefined
  private readonly db: IDBPDatabase<Schema>
  private constructor(db: IDBPDatabase<Schema>) {
    this.db = db
  }

  /** undefined: this browser keeps nothing, as in a private window. */
  static async open(): Promise<Store | undefined> {
    try {
      localStorage.setItem(`${noteKey}-try`, '1')
      localStorage.removeItem(`${noteKey}-try`)
      const db = await openDB<Schema>('muster-door', 1, {
        upgrade: (made) => {
          for (const name of ['snapshots', 'grants', 'device'] as const) made.createObjectStore(name)
          made.createObjectStore('unsent', { keyPath: 'entry.id' })
        },
      })
      const store = new Store(db)
      await store.note()
      return store
    } catch {
      return undefined
    }
  }

  /** The same for all that this device does. */
  async deviceId(): Promise<string> {
    const known = await this.db.get('device', 'id')
    if (known) return known
    const id = crypto.randomUUID()
    await this.db.put('device', id, 'id')
    return id
  }

  grants = (): Promise<Grant[]> => this.db.getAll('grants')
  keepGrant = async (grant: Grant): Promise<void> => void (await this.db.put('grants', grant, grant.id))

  /** Read by the service worker too, which then opens the page without names. */
  isShared = async (): Promise<boolean> => (await this.db.get('device', 'shared')) === 'yes'

  /** Whether a PIN is to be chosen before names are kept. */
  needsPin = async (): Promise<boolean> => (await this.isShared()) && this.opened === undefined

  /** Of the names in presses. */
  private keys = (): CipherKey[] => (this.opened ? [{ name: 'door', key: this.opened.key }] : [])

  /**
   * From now on the names are kept under the PIN, those of presses too; what was kept without one
   * goes.
   * @param key as `share-device.ts` answers it
   */
  async share(pin: string, key: string): Promise<void> {
    this.opened = await wrappedBy(pin, key.split(':')[1] ?? '')
    await this.db.clear('snapshots')
    await this.db.put('device', 'yes', 'shared')
    for (const row of await this.db.getAll('unsent')) {
      const entry = await sealEntry(this.keys(), row.entry)
      // It may have been answered meanwhile.
      const kept = this.db.transaction('unsent', 'readwrite')
      if (await kept.store.get(entry.id)) await kept.store.put({ ...row, entry })
      await kept.done
    }
  }

  /** Until the PIN is entered again. */
  lock(): void {
    this.opened = undefined
  }

  async shareNoMore(code: string): Promise<void> {
    this.lock()
    await this.db.delete('device', 'shared')
    await this.forget(code)
  }

  /** Whether names are here that wait for the PIN. */
  isLocked = async (code: string): Promise<boolean> =>
    this.opened === undefined && (await this.db.get('snapshots', code))?.wrapped !== undefined

  /** How many tries are left; `open`: it was right. A try counts before it is made. */
  async enter(code: string, pin: string): Promise<{ open: boolean; left: number }> {
    const row = await this.db.get('snapshots', code)
    if (!row?.wrapped) return { open: false, left: 0 }
    const tries = (row.tries ?? 0) + 1
    await this.db.put('snapshots', { ...row, tries }, code)
    const key = await unwrapped(pin, row.wrapped)
    if (key) {
      this.opened = { key, wrapped: row.wrapped }
      await this.db.put('snapshots', { ...row, tries: 0 }, code)
      return { open: true, left: mostWrong }
    }
    if (tries >= mostWrong) await this.forget(code)
    return { open: false, left: mostWrong - tries }
  }

  async keepSnapshot(code: string, snapshot: Snapshot): Promise<void> {
    if (await this.needsPin()) return
    const before = await this.db.get('snapshots', code)
    const key =
      this.opened?.key ?? before?.key ?? (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']))
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(snapshot)))
    const by = this.opened ? { wrapped: this.opened.wrapped, signInId: await hashOf(snapshot.signIn ?? '') } : { key }
    await this.db.put('snapshots', { ...by, iv, data, savedAt: Date.now() }, code)
  }

  async snapshot(code: string): Promise<{ snapshot: Snapshot; savedAt: number } | undefined> {
    const row = await this.db.get('snapshots', code)
    if (!row) return undefined
    if (Date.now() - row.savedAt > day || Date.now() < row.savedAt - day) return void (await this.forget(code))
    const key = row.wrapped ? this.opened?.key : row.key
    if (!key) return undefined
    const text = new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, key, row.data))
    const kept = JSON.parse(text) as Snapshot
    return { snapshot: { ...kept, known: { ...nothingKnown, ...kept.known } }, savedAt: row.savedAt }
  }

  signInId = async (code: string): Promise<string | undefined> => (await this.db.get('snapshots', code))?.signInId

  forget = (code: string): Promise<void> => this.db.delete('snapshots', code)

  async keepWaiting(code: string, one: Waiting): Promise<void> {
    this.order += 1
    const order = Date.now() * 1000 + (this.order % 1000)
    const row = { ...(await this.asKept(one)), code, order }
    const kept = this.db.transaction('unsent', 'readwrite', { durability: 'strict' })
    await Promise.all([kept.store.put(row), kept.done])
    await this.note()
  }

  private asKept = async (one: Waiting): Promise<Waiting> =>
    this.opened ? { ...one, entry: await sealEntry(this.keys(), one.entry) } : one

  /** Of the door with this code, as it was pressed; on a shared tablet without names until the PIN is entered. */
  async waiting(code: string): Promise<Waiting[]> {
    const rows = (await this.db.getAll('unsent')).filter((row) => row.code === code).sort((a, b) => a.order - b.order)
    return Promise.all(rows.map(async (row) => ({ ...row, entry: await openEntry(this.keys(), row.entry) })))
  }

  /** What was answered: the rest stays. */
  async settle(gone: readonly string[], refused: readonly Waiting[]): Promise<void> {
    const stay = await Promise.all(refused.map(this.asKept))
    const batch = this.db.transaction('unsent', 'readwrite')
    for (const id of gone) await batch.store.delete(id)
    for (const one of stay) {
      const row = await batch.store.get(one.entry.id)
      if (row) await batch.store.put({ ...row, ...one })
    }
    await batch.done
    await this.note()
  }

  /** For the other pages of the service. */
  private async note(): Promise<void> {
    const rows = await this.db.getAll('unsent')
    const unsent: Unsent = unsentOf(rows)
    localStorage.setItem(noteKey, JSON.stringify({ ...unsent, code: rows[0]?.code ?? '' }))
  }
}
