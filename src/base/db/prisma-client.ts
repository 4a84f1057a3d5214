// Loaded by `client.ts` when it is first asked for: all of Prisma is behind this file.
import { PrismaD1 } from '@prisma/adapter-d1'
import { PrismaClient } from './generated/client.ts'

export const madeClient = (db: D1Database): PrismaClient => new PrismaClient({ adapter: new PrismaD1(db) })
