import { PrismaD1 } from '@prisma/adapter-d1'
import { PrismaClient } from './generated/client.ts'

const clients = new WeakMap<D1Database, PrismaClient>()

/**
 * The Prisma client of this database, made once an isolate: a new one a request halves throughput.
 * For simple reads and single-row writes only. Nothing through it is atomic on D1; what must be goes through `atomically`.
 */
export const prisma = (db: D1Database): PrismaClient => {
  const known = clients.get(db)
  if (known) return known
  const made = new PrismaClient({ adapter: new PrismaD1(db) })
  clients.set(db, made)
  return made
}
