import { expect, test } from 'vitest';
import { toXml } from './open311.rules.ts';

test('a list becomes repeated elements, with what means something in XML escaped', () => {
  const services = [{ service_code: 'noise', service_name: 'Ồn <đêm> & ngày\u0000', metadata: false, address: null }];
  expect(toXml(services, { root: 'services', each: 'service' })).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<services><service><service_code>noise</service_code>' +
      '<service_name>Ồn &lt;đêm&gt; &amp; ngày</service_name><metadata>false</metadata><address/></service></services>',
  );
});
