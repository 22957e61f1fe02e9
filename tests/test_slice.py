import difflib
import os
import time

from tests.access import pages
from tests.access.asking import masked, undone
from tests.test_canaries import denied, shown
from tests.test_non_interference import read_all, take_away


def test_slice(scene):
    with open('/tmp/vw/slice2.txt','a') as out:
        for actor in os.environ['SLICE'].split():
            a=scene.sessions[actor]; t=time.process_time(); n=0
            there={}
            for of in (pages.of_site, pages.of_admin):
                for path, headers in of(scene, actor):
                    n+=1
                    r=a.ask("GET",path,**headers)
                    there[path,*headers]=masked(r)
                    if r.status!=200: print(actor,path,r.status,r.leads_to,file=out,flush=True)
                    for w in shown(scene,actor,r,but=path): print(actor,path,w,file=out,flush=True)
            print(actor,n,round(time.process_time()-t,1),file=out,flush=True); t=time.process_time()
            with undone():
                k=take_away(scene, actor)
                w=read_all(scene, actor)
            for p,x in there.items():
                if x!=w[p]:
                    print(actor,'DIFF',p,x[0],w[p][0],x[1]==w[p][1],file=out)
                    print('\n'.join(list(l for l in difflib.unified_diff(x[2].decode(errors='replace').splitlines(),w[p][2].decode(errors='replace').splitlines(),lineterm='',n=0))[:6])[:600],file=out,flush=True)
            print(actor,'taken',k,round(time.process_time()-t,1),file=out,flush=True); t=time.process_time()
            looked=[*pages.searches(actor, denied(scene, actor)), *pages.places_to_choose(scene, actor)]
            for path, nothing, words in looked:
                h, b = a.ask("GET", path), a.ask_of_nothing("GET", nothing)
                if masked(h,*words)!=masked(b,*words): print(actor,'SEARCH',path,h.status,b.status,file=out,flush=True)
            print(actor,'looked',len(looked),round(time.process_time()-t,1),file=out,flush=True)
