import type { PrismaClient } from './generated/reader/client.ts'

const clients = new WeakMap<SqlDatabase, Promise<PrismaClient>>()

/**
 * Loaded once per isolate: one per request halves throughput. Only for simple, rare reads that need
 * a round trip of their own.
 */
export const prisma = (db: SqlDatabase): Promise<PrismaClient> => {
  const known = clients.get(db)
  if (known) return known
  const made = import('./prisma-client.ts').then(({ madeClient }) => madeClient(db))
  clients.set(db, made)
  return made
}
