import type { House } from '#platform/http/house.ts';
import { getHandInReceipt } from '../hand-ins.contract.ts';
import { getReceipt } from './receipt.ts';
import { writeReceipt } from './write-receipt.ts';

/** What hand-ins have beyond the register itself: the receipt to print and sign. */
export function handInRoutes(house: House): void {
  house.onRead(getHandInReceipt, async ({ db, params, reply }) => {
    const receipt = await getReceipt(db, params.id);
    reply.type(getHandInReceipt.file!.contentType);
    const name = `bien-ban-giao-nop_${receipt.unit.code}_${receipt.number.replace('/', '-')}.docx`;
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return writeReceipt(receipt);
  });
}
